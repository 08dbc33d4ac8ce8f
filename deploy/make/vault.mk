# What only few may read: proof that it stands nowhere else.
.PHONY: canary

canary: setup  ## Unique words in every restricted field, a day lived, everything searched (PLANT=1 plants a leak); one line of JSON
	@PLANT=$(PLANT) $(TRIALS) -m tests.canary
