import { Account, drawQuestions } from "./account.js";
import { Cart } from "./cart.js";
import { Catalogue } from "./catalogue.js";
import { fetchDemoCustomers } from "./store-api.js";

drawQuestions();
const catalogue = new Catalogue();
catalogue.show({ product: catalogue.product });
const cart = new Cart();
const customers = await fetchDemoCustomers();
if (customers) await new Account(customers, (token) => cart.identify(token)).resume();
else await cart.identify(null);
