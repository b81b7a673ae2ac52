# What an operator and a developer run. `make help` lists it.

PYTHON ?= python3
APP := .venv/bin/python
ENVIRONMENTS := $(PYTHON) ops/bootstrap.py

.DEFAULT_GOAL := help
.PHONY: help run setup flows invented train promote rollback evaluate benchmark-nlu evaluate-recommendations nlu-inbox trainer-extras bench profile staff import token db-url backup restore handoffs undelivered redeliver figures journeys-simulate gift-card export-customer erase-customer test fuzz intrude chaos lint format hooks

help: ## Say what can be made
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-16s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: ## Set up what is missing and run everything until Ctrl-C
	@$(ENVIRONMENTS)
	@exec $(APP) -m ops run

setup: ## Set up what is missing: environments, database, demo store, model
	@$(ENVIRONMENTS)
	@$(APP) -m ops setup

train: ## Train a candidate, compare it with the model in use, and say what stands against it
	@$(ENVIRONMENTS)
	@$(APP) -m ops train

promote: ## Bring a candidate into use that passes every gate: make promote [MODEL=name]
	@$(APP) -m ops promote $(if $(MODEL),"$(MODEL)")

rollback: ## Go back to the model that was in use before
	@$(APP) -m ops rollback

flows: ## Write the rules and forms of the flows, after one was added
	@$(APP) -m ops flows

invented: ## Write the sentences about companies and goods that do not exist, data/nlu/invented.yml
	@$(APP) -m ops invented

evaluate: ## Measure understanding, with GENERALISES=1 from less too; NLU=file or STRANGERS=folder: of the model in use
	@$(ENVIRONMENTS)
	@$(APP) -m ops evaluate $(if $(NLU),"$(NLU)") $(if $(STRANGERS),--strangers "$(STRANGERS)") $(if $(GENERALISES),--generalisation)

benchmark-nlu: ## The pipeline on a public data set: make benchmark-nlu DATA=folder [TEN=1] [WITH_DEFAULT=1]
	@test -n "$(DATA)" || { echo "aisle: which data set? make benchmark-nlu DATA=..." >&2; exit 2; }
	@$(ENVIRONMENTS)
	@$(APP) -m ops benchmark-nlu "$(DATA)" $(if $(TEN),--ten) $(if $(WITH_DEFAULT),--with-default)

evaluate-recommendations: ## The recommender on a CSV of user, item, timestamp: make evaluate-recommendations DATA=file.csv
	@test -n "$(DATA)" || { echo "aisle: which interactions? make evaluate-recommendations DATA=..." >&2; exit 2; }
	@$(ENVIRONMENTS)
	@$(APP) -m ops evaluate-recommendations "$(DATA)"

nlu-inbox: ## What was perhaps misunderstood, the worst first, as training data to correct: make nlu-inbox [N=50]
	@$(APP) -m ops nlu-inbox $(if $(N),"$(N)")

trainer-extras: ## Install TensorFlow, for pipelines with Rasa's own models
	@$(ENVIRONMENTS) --trainer-extras

bench: ## How fast it starts and answers, beside the bot of `rasa init`: make bench [TURNS=300] [BASE=other/checkout]
	@$(ENVIRONMENTS) --stock
	@$(APP) -m ops.bench $(if $(TURNS),--turns "$(TURNS)") $(if $(BASE),--base "$(BASE)")

staff: ## A one-time sign-in link for one of your people: make staff EMAIL=... ROLE=agent|lead|trainer|operator
	@test -n "$(EMAIL)" && test -n "$(ROLE)" || { echo "aisle: who? make staff EMAIL=... ROLE=agent|lead|trainer|operator" >&2; exit 2; }
	@$(APP) -m ops staff "$(EMAIL)" "$(ROLE)"

profile: ## Draw where a turn's time goes, across all processes of a running `make run`: make profile [SECONDS=20]
	@$(ENVIRONMENTS) --dev
	@$(APP) -m ops.profile $(SECONDS)

import: ## Import a store's JSON Lines: make import DIR=folder [CURRENCY=USD]
	@test -n "$(DIR)" || { echo "aisle: which folder? make import DIR=..." >&2; exit 2; }
	@$(ENVIRONMENTS)
	@$(APP) -m ops import "$(DIR)" $(if $(CURRENCY),--currency "$(CURRENCY)")

token: ## Sign a shopper token: make token CUSTOMER=id-or-e-mail
	@test -n "$(CUSTOMER)" || { echo "aisle: which customer? make token CUSTOMER=..." >&2; exit 2; }
	@$(APP) -m ops token "$(CUSTOMER)"

db-url: ## Print the address of the store's database
	@$(APP) -m ops db-url

backup: ## Write both databases into a sealed file, and drop the oldest ones
	@$(APP) -m ops backup

restore: ## Put a backup in the place of both databases: make restore FILE=... [IDENTITY=file]
	@test -n "$(FILE)" || { echo "aisle: which backup? make restore FILE=..." >&2; exit 2; }
	@$(APP) -m ops restore "$(FILE)" $(if $(IDENTITY),--identity "$(IDENTITY)")

handoffs: ## List the conversations that wait for a person
	@$(APP) -m ops handoffs

undelivered: ## List the messages to shoppers that were given up
	@$(APP) -m ops undelivered

redeliver: ## Send them again: make redeliver ID=all, or one of them
	@test -n "$(ID)" || { echo "aisle: which message? make redeliver ID=..., or ID=all" >&2; exit 2; }
	@$(APP) -m ops redeliver "$(ID)"

figures: ## Count the days whose rows changed, or some anew: make figures [FIRST=2026-11-01] [LAST=2026-11-28]
	@$(ENVIRONMENTS)
	@$(APP) -m ops figures $(if $(FIRST),--first "$(FIRST)") $(if $(LAST),--last "$(LAST)")

journeys-simulate: ## A month of journeys in simulated time, checked: make journeys-simulate [CUSTOMERS=1000] [DAYS=30] [SEED=1]
	@$(ENVIRONMENTS)
	@$(APP) -m ops journeys-simulate $(if $(CUSTOMERS),--customers "$(CUSTOMERS)") $(if $(DAYS),--days "$(DAYS)") $(if $(SEED),--seed "$(SEED)")

gift-card: ## Issue a gift card and print its code: make gift-card AMOUNT=25.00 [CURRENCY=USD] [COUNTRY=US]
	@test -n "$(AMOUNT)" || { echo "aisle: of how much? make gift-card AMOUNT=25.00" >&2; exit 2; }
	@$(APP) -m ops gift-card "$(AMOUNT)" $(if $(CURRENCY),--currency "$(CURRENCY)") $(if $(COUNTRY),--country "$(COUNTRY)")

export-customer: ## Write down everything the store holds of a customer: make export-customer CUSTOMER=id-or-e-mail
	@test -n "$(CUSTOMER)" || { echo "aisle: which customer? make export-customer CUSTOMER=..." >&2; exit 2; }
	@$(APP) -m ops export-customer "$(CUSTOMER)"

erase-customer: ## Forget a customer: make erase-customer CUSTOMER=id-or-e-mail, then again with CONFIRM=yes
	@test -n "$(CUSTOMER)" || { echo "aisle: which customer? make erase-customer CUSTOMER=..." >&2; exit 2; }
	@$(APP) -m ops erase-customer "$(CUSTOMER)" --confirm "$(CONFIRM)"

test: ## Check everything: lint, types, imports, then the tests, fast ones first
	@$(ENVIRONMENTS) --dev
	@$(MAKE) --no-print-directory lint
	@$(APP) -m ops setup
	@$(APP) -m pytest -n auto --maxprocesses 4 --dist loadfile --no-loadscope-reorder \
		tests/unit tests/contract tests/integration tests/dialogue $(PYTEST_OPTIONS)
	@$(APP) -m pytest tests/acceptance $(PYTEST_OPTIONS)

fuzz: ## Send every route, webhook and socket what no client of ours sends: make fuzz [N=300] [SEED=1]
	@$(ENVIRONMENTS) --dev
	@FUZZ_REQUESTS=$(or $(N),300) FUZZ_SEED=$(or $(SEED),1) $(APP) -m pytest -q -s tests/integration/connectors/fuzz

intrude: ## Try to get at another's conversation, orders and name: make intrude [N=5000] [SEED=1]
	@$(ENVIRONMENTS) --dev
	@INTRUSIONS=$(or $(N),5000) INTRUSIONS_SEED=$(or $(SEED),1) \
		$(APP) -m pytest -q -s tests/integration/connectors/intrusions

chaos: ## Break processes, database, network and vendors under shoppers: make chaos [SECONDS=120] [SHOPPERS=8] [SEED=1]
	@$(ENVIRONMENTS) --dev
	@CHAOS_SECONDS=$(or $(SECONDS),120) CHAOS_SHOPPERS=$(or $(SHOPPERS),8) CHAOS_SEED=$(or $(SEED),1) \
		$(APP) -m pytest -q -s tests/chaos
	@ADVERSE_ROUNDS=5 $(APP) -m pytest -q -s tests/integration/connectors/test_others_go_on.py

lint: ## Check style, types and who imports whom
	@$(ENVIRONMENTS) --dev
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy
	.venv/bin/lint-imports

format: ## Bring the code into the one style
	@$(ENVIRONMENTS) --dev
	.venv/bin/ruff check --fix .
	.venv/bin/ruff format .

hooks: ## Check before every commit
	@$(ENVIRONMENTS) --dev
	.venv/bin/pre-commit install
