import { Account, drawQuestions } from "./account.js";
import { Cart } from "./cart.js";
import { Catalogue } from "./catalogue.js";
import { Reviews } from "./reviews.js";
import { fetchDemoCustomers } from "./store-api.js";

drawQuestions();
const reviews = new Reviews();
const catalogue = new Catalogue();
catalogue.show({ product: catalogue.product });
const cart = new Cart();
const customers = await fetchDemoCustomers();
const identify = (token) => {
  reviews.identify(token);
  return cart.identify(token);
};
if (customers) await new Account(customers, identify).resume();
else await identify(null);
