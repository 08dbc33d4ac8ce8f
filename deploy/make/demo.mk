# The sample year: a site of its own, with own servers, ports and data, beside whatever else runs here.
DEMO := DEMO=1 RUN_DIR=$(CURDIR)/.run/demo PORT_BASE=22000 PORTAL_PORT=$(or $(PORTAL_PORT),8090)
SIZES := $(foreach one,AGENCIES PETITIONS SESSIONS TASKS CONSULTATIONS WEEKS SITES SEED,$(if $($(one)),--$(shell echo $(one) | tr A-Z a-z) $($(one))))

.PHONY: demo demo-down verify screens

demo: setup  ## Run the province's year and compile its annual report (AGENCIES=20 PETITIONS=500 for a small one; SITES=2: a commune on its own)
	@$(DEMO) $(PY) -m deploy.embedded.servers up
	@$(DEMO) $(PY) -m deploy.embedded.services up
	@$(DEMO) $(PY) -m demo $(SIZES)

demo-down:  ## Stop what `make demo` left running (its data stays)
	@if [ -x $(PY) ]; then $(DEMO) $(PY) -m deploy.embedded.sites down; $(DEMO) $(PY) -m deploy.embedded.services down; $(DEMO) $(PY) -m deploy.embedded.servers down; fi

verify:  ## Count the year's report again, independently; one line of JSON
	@$(PY) -m verify

screens: setup-browser  ## A picture of every page of the sample site, into out/screens/
	@$(DEMO) $(PY) -m tests.browser.screens
