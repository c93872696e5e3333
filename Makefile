# Two commands do all the set-up: `make demo` shows the main job on pretend systems, `make test` passes every test.
GO ?= go

.PHONY: demo demo-browser test check screenshots soak bench build extension packages packages-test clean

# In a terminal the demo stays until Ctrl-C, to look around; elsewhere it ends after delivery.
demo:
	@[ -t 1 ] || once=--once; $(GO) run ./cmd/greenhouse-companion demo $$once

# A visible Chromium with the extension on a pretend profile; without a screen, the README's pictures instead.
demo-browser:
	@if [ -n "$$DISPLAY$$WAYLAND_DISPLAY" ]; then \
	  $(GO) test ./cmd/greenhouse-companion -run '^TestVisible$$' -count=1 -v -timeout 0 -visible; \
	else $(MAKE) screenshots; fi

test: check
	./.ci/needs
	cd extension/browser && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error && npm run --silent check && npm test --silent
	cd companion/dashboard && npm run --silent check && npm test --silent
	$(GO) test -race -shuffle=on -timeout 20m ./...

check:
	@unformatted=$$(gofmt -l $$(git ls-files -co --exclude-standard '*.go')); \
	  [ -z "$$unformatted" ] || { echo "gofmt would change:"; echo "$$unformatted"; exit 1; }
	$(GO) vet ./...
	$(GO) tool staticcheck ./...

screenshots:
	$(GO) test ./cmd/greenhouse-companion -run '^TestScreenshots' -count=1 -screenshots=$(CURDIR)/docs

# Everything at once goes wrong for as long as you like, and power is lost again and again: make soak SOAK=30m
SOAK ?= 5m
soak:
	$(GO) test ./companion -run '^(TestSoak|TestSoakExport|TestPowerLoss)$$' -race -count=1 -v -timeout 0 \
	  -soak=$(SOAK) -soakpeople=3000 -powerloss=50

# Several minutes; one line of JSON per figure. The queue's rivals live in a module of their own, so that nobody else needs them.
bench:
	@$(GO) test -run '^$$' -bench . -benchtime 1s ./... | $(GO) run -C queue/bench . -figures
	@cd queue/bench && $(GO) run .

# Without cgo the host starts in two thirds of the time: its network code then needs no C library.
build:
	CGO_ENABLED=0 $(GO) build -trimpath -ldflags='-s -w' -o bin/ ./cmd/...

# The extension as a zip for each store.
extension:
	$(GO) run ./extension/browser/pack

# Packages for three systems in dist/, from Linux; packages-test installs the deb on a bare Debian. Minutes each.
VERSION ?= $(shell git describe --tags --match 'v[0-9]*' 2>/dev/null || echo 0.0.0-dev)
packages:
	installer/packages/needs
	cd installer/packages && $(GO) run . -out ../../dist -version $(VERSION)

packages-test:
	installer/packages/needs
	cd installer/packages && $(GO) test -count=1 -timeout 30m .

clean:
	rm -rf bin dist
