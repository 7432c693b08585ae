# libFuzzer makes up frames for so many seconds. What it finds interesting stays in .build-fuzz, what it breaks is told.
FUZZ_SECONDS ?= 600
FUZZ := .build-fuzz
FUZZ_FLAGS = -O -g -sanitize=fuzzer -parse-as-library -package-name ohmstead -swift-version 6 -I $(FUZZ) \
    $(foreach feature,ExistentialAny MemberImportVisibility InternalImportsByDefault NonisolatedNonsendingByDefault,\
    -enable-upcoming-feature $(feature))
fuzz_sources = $(shell find $(1) -name '*.swift')
fuzz_module = swiftc $(FUZZ_FLAGS) -wmo -emit-module -emit-module-path $(FUZZ)/$(1).swiftmodule -module-name $(1) \
    -c $(call fuzz_sources,$(2)) -o $(FUZZ)/$(1).o

.PHONY: fuzz
fuzz: $(FUZZ)/frames ## Send frames that libFuzzer makes up to the readers, FUZZ_SECONDS long.
	mkdir -p $(FUZZ)/corpus
	$(FUZZ)/frames -max_total_time=$(FUZZ_SECONDS) -max_len=4096 -timeout=10 -print_final_stats=1 \
	    -artifact_prefix=$(FUZZ)/ $(FUZZ)/corpus Fuzz/Corpus

$(FUZZ)/frames: $(call fuzz_sources,Sources/OCPP Sources/OCPP16 Sources/OCPP201 Fuzz)
	mkdir -p $(FUZZ)
	$(call fuzz_module,OCPP,Sources/OCPP)
	$(call fuzz_module,OCPP16,Sources/OCPP16)
	$(call fuzz_module,OCPP201,Sources/OCPP201)
	$(call fuzz_module,FrameFuzzing,Fuzz/Frames)
	swiftc $(FUZZ_FLAGS) -module-name Harness Fuzz/Harness/Harness.swift $(FUZZ)/*.o -o $@
