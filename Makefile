# The one door: `make` lists what can be done here.
#
#   make test ONLY=layering         only the tests whose names contain the words
#   make build TOOLCHAIN=clang      the other compiler, in build/release-clang
#   make fuzz SECONDS=600           per target
#   make install PREFIX=/usr DESTDIR=/tmp/package

TOOLCHAIN ?= gcc
PREFIX ?= /usr/local
DESTDIR ?=
SECONDS ?= 60
ONLY ?=
JOBS ?= $(shell nproc)
# The system's Python has the packages that scripts/setup.sh installs; another one may not.
PYTHON ?= $(firstword $(wildcard /usr/bin/python3) python3)

ifeq ($(TOOLCHAIN),clang)
suffix := -clang
compilers := -DCMAKE_C_COMPILER=clang-14 -DCMAKE_CXX_COMPILER=clang++-14
group := --for clang
else ifneq ($(TOOLCHAIN),gcc)
$(error TOOLCHAIN is `$(TOOLCHAIN)`; use gcc or clang)
endif

setup := scripts/setup.sh $(group)
# $(call build,PRESET,FOLDER[,OPTIONS]): configure quietly, build.
build = cmake --preset $(1) -B $(2) $(compilers) -DPython3_EXECUTABLE=$(PYTHON) $(3) --no-warn-unused-cli --log-level=WARNING >/dev/null \
	&& cmake --build $(2) -j $(JOBS)
sources = $(shell find src tests bench -name '*.cc' -o -name '*.h' 2>/dev/null)

.PHONY: help setup build test demo bench bench-quality fuzz tidy fmt check install clean
.DEFAULT_GOAL := help

help:  ## list these targets
	@grep -E '^[a-z-]+:.*## ' $(firstword $(MAKEFILE_LIST)) | sed 's/:.*## /|/' | \
	  while IFS='|' read -r name what; do printf '  make %-13s %s\n' "$$name" "$$what"; done

setup:  ## install the Debian packages that building and testing need
	@$(setup) --for build --for test

build:  ## build build/release/gait (TOOLCHAIN=clang: build/release-clang/gait)
	@$(setup) --for build
	@$(call build,release,build/release$(suffix))

test:  ## build with sanitizers, run every test; the last line says how many passed
	@{ $(setup) --for test && $(call build,dev,build/dev$(suffix)); } || \
	  { echo 'nothing was tested: the build above failed'; echo '0 passed, 1 failed'; exit 1; }
	@$(PYTHON) tests/run_all.py build/dev$(suffix) $(ONLY)

demo: build  ## a simulated fleet is attacked and caught; leaves ./gait-demo
	@build/release$(suffix)/gait demo

bench: build  ## measure speed and quality
	@$(setup) --for bench
	@$(call build,release,build/bench,-DGAIT_BENCH=ON)
	@$(PYTHON) bench/run.py

bench-quality:  ## measure detection on all data sets that are there (DATA=folder)
	@$(setup) --for bench
	@$(PYTHON) bench/quality/run $(if $(DATA),--data '$(DATA)')

fuzz:  ## throw random bytes at each parser, SECONDS each
	@scripts/setup.sh --for fuzz
	@cmake --preset fuzz --no-warn-unused-cli --log-level=WARNING >/dev/null && cmake --build build/fuzz -j $(JOBS)
	@scripts/fuzz.sh build/fuzz '$(SECONDS)'

tidy:  ## lint src with clang-tidy (ONLY=src/model for a part)
	@scripts/setup.sh --for tidy
	@cmake --preset dev -B build/dev$(suffix) $(compilers) --no-warn-unused-cli --log-level=WARNING >/dev/null
	@scripts/tidy.sh build/dev$(suffix) '$(JOBS)' $(ONLY)

fmt:  ## format every C++ file in place
	@scripts/setup.sh --for tidy
	@clang-format-14 -i $(sources)

check:  ## all that must hold before a commit: both compilers, layout, lint, tests
	@scripts/setup.sh --for all
	@clang-format-14 --dry-run --Werror $(sources)
	@$(MAKE) --no-print-directory build TOOLCHAIN=gcc
	@$(MAKE) --no-print-directory build TOOLCHAIN=clang
	@$(MAKE) --no-print-directory tidy TOOLCHAIN=gcc
	@$(MAKE) --no-print-directory test TOOLCHAIN=clang
	@$(MAKE) --no-print-directory test TOOLCHAIN=gcc

install: build  ## install to $(DESTDIR)$(PREFIX)
	install -D -m 755 build/release$(suffix)/gait '$(DESTDIR)$(PREFIX)/bin/gait'
	install -d '$(DESTDIR)$(PREFIX)/share/gait/rules' '$(DESTDIR)$(PREFIX)/share/doc/gait'
	cp -R rules/. '$(DESTDIR)$(PREFIX)/share/gait/rules/'
	install -m 644 LICENSE README.md CHANGELOG.md '$(DESTDIR)$(PREFIX)/share/doc/gait/'

clean:  ## remove what was built
	rm -rf build gait-demo
