# Several sites on this machine: their tests, and what can happen to the line between them.
.PHONY: sites-test faults-sites bench-sites

sites-test: setup  ## The cases of several sites: lines, enrolment, malice, restores (WORDS="-k lines" for some)
	@$(TRIALS) -m deploy.embedded.servers up
	@PYTEST_DISABLE_PLUGIN_AUTOLOAD=1 $(TRIALS) -m pytest -q -p pytest_timeout --durations=8 tests/sites $(WORDS)

faults-sites: setup  ## The same, as one line of JSON: cases, events, lost, doubled, failed
	@$(TRIALS) -m deploy.embedded.servers up
	@$(TRIALS) -m tests.sites

bench-sites: setup  ## How long a new site and a new follower need to have all history (EVENTS=100000); one line of JSON
	@$(TRIALS) -m deploy.embedded.servers up
	@$(TRIALS) -m tests.sites.bootstrap $(or $(EVENTS),100000)
