# libFuzzer makes up frames, telegrams and registers, for so many seconds each. What it finds interesting stays in .build-fuzz, what
# breaks the readers is written beside it.
FUZZ_SECONDS ?= 600
FUZZ := .build-fuzz
FUZZ_FLAGS = -O -g -sanitize=fuzzer -parse-as-library -package-name ohmstead -swift-version 6 -I $(FUZZ) \
    $(foreach feature,ExistentialAny MemberImportVisibility InternalImportsByDefault NonisolatedNonsendingByDefault,\
    -enable-upcoming-feature $(feature))
fuzz_sources = $(shell find $(1) -name '*.swift')
fuzz_module = swiftc $(FUZZ_FLAGS) -wmo -emit-module -emit-module-path $(FUZZ)/$(1).swiftmodule -module-name $(1) \
    -c $(call fuzz_sources,$(2)) -o $(FUZZ)/$(1).o
fuzz_harness = swiftc $(FUZZ_FLAGS) -module-name Harness Fuzz/Harness/$(notdir $@).swift \
    $(foreach module,$(1),$(FUZZ)/$(module).o) -o $@

FUZZ_TARGETS := frames p1 sml d0 registers

.PHONY: fuzz $(FUZZ_TARGETS:%=fuzz-%)
fuzz: $(FUZZ_TARGETS:%=fuzz-%) ## Send what libFuzzer makes up to every reader, FUZZ_SECONDS long each.

$(FUZZ_TARGETS:%=fuzz-%): fuzz-%: $(FUZZ)/%
	mkdir -p $(FUZZ)/corpus/$*
	SWIFT_BACKTRACE=enable=no $< -max_total_time=$(FUZZ_SECONDS) -max_len=4096 -timeout=10 -print_final_stats=1 \
	    -artifact_prefix=$(FUZZ)/$*- $(FUZZ)/corpus/$* Fuzz/Corpus/$*

$(FUZZ)/frames: $(call fuzz_sources,Sources/OCPP Sources/OCPP16 Sources/OCPP201 Fuzz/Frames) Fuzz/Harness/frames.swift
	mkdir -p $(FUZZ)
	$(call fuzz_module,OCPP,Sources/OCPP)
	$(call fuzz_module,OCPP16,Sources/OCPP16)
	$(call fuzz_module,OCPP201,Sources/OCPP201)
	$(call fuzz_module,FrameFuzzing,Fuzz/Frames)
	$(call fuzz_harness,OCPP OCPP16 OCPP201 FrameFuzzing)

$(FUZZ)/telegrams: $(call fuzz_sources,Sources/Charging Sources/Telegrams Fuzz/Telegrams)
	mkdir -p $(FUZZ)
	$(call fuzz_module,Charging,Sources/Charging)
	$(call fuzz_module,Telegrams,Sources/Telegrams)
	$(call fuzz_module,TelegramFuzzing,Fuzz/Telegrams)
	touch $@

$(FUZZ)/p1 $(FUZZ)/sml $(FUZZ)/d0: $(FUZZ)/%: $(FUZZ)/telegrams Fuzz/Harness/%.swift
	$(call fuzz_harness,Charging Telegrams TelegramFuzzing)

# Metering opens lines; what reads registers is built of it alone.
REGISTER_READERS := Sources/Metering/Modbus/RegisterWrite.swift \
    $(addprefix Sources/Metering/Profiles/,RegisterDecoder.swift RegisterType.swift)

$(FUZZ)/registers: $(call fuzz_sources,Sources/Charging Fuzz/Registers) $(REGISTER_READERS) Fuzz/Harness/registers.swift
	mkdir -p $(FUZZ)
	$(call fuzz_module,Charging,Sources/Charging)
	$(call fuzz_module,Metering,$(REGISTER_READERS))
	$(call fuzz_module,RegisterFuzzing,Fuzz/Registers)
	$(call fuzz_harness,Charging Metering RegisterFuzzing)
