import { Account, drawQuestions } from "./account.js";
import { Catalogue } from "./catalogue.js";
import { fetchDemoCustomers } from "./store-api.js";

drawQuestions();
new Catalogue().show();
const customers = await fetchDemoCustomers();
if (customers) await new Account(customers).resume();
