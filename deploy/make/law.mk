# The law: its proof against the slow oracle, its speed, its generated pages.
.PHONY: law-oracle bench-law docs-law

law-oracle: setup  ## Compare law with the slow day-by-day oracle (N=100000 cases; PLANT=1 plants an error)
	@N=$(or $(N),100000) PLANT=$(PLANT) $(PY) -m bench.law_oracle

bench-law: setup  ## Measure deadlines with proof per second on one core
	@$(PY) -m bench.law_speed

docs-law: setup  ## Write docs/law/ from the rule packs
	@$(PY) -m cli.law.pages docs/law
