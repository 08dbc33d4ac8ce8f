# The yearly report: how long figures, documents, a rebuild and the deadline rush take.
.PHONY: bench-report

bench-report: setup  ## Measure figures, documents, rebuild and the rush (PETITIONS=10000 SESSIONS=60 SECONDS=30 PARTS=rush for less)
	@$(TRIALS) -m deploy.embedded.servers up
	@$(foreach one,PETITIONS SESSIONS SECONDS PARTS,$(if $($(one)),$(one)=$($(one)))) $(TRIALS) -m bench.report
