# Rights: the matrix of the one policy table; the fuzzing of every API.
.PHONY: authz-matrix fuzz

authz-matrix: setup  ## Each route and command × role × own and foreign agency; one line of JSON (PLANT=1 plants an open route)
	@$(TRIALS) -m deploy.embedded.servers up >&2
	@PLANT=$(PLANT) $(TRIALS) -m tests.authz

fuzz: setup  ## Fuzz every service over its OpenAPI; one line of JSON
	@$(TRIALS) -m deploy.embedded.servers up >&2
	@$(TRIALS) -m tests.fuzz
