# Reception, measured.
.PHONY: bench-register bench-worklist

bench-register: setup  ## Petitions registered through the web beside the bare transaction, 8 threads, 8 agencies; one line of JSON
	@$(TRIALS) -m deploy.embedded.servers up
	@$(TRIALS) -m bench.register

bench-worklist: setup  ## The list of work and its search in an agency with 100,000 petitions (MANY=100000); one line of JSON
	@$(TRIALS) -m deploy.embedded.servers up
	@$(TRIALS) -m bench.worklist $(or $(MANY),100000)
