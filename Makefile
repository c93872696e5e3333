# Two commands do all the set-up: `make demo` shows the main job on pretend systems, `make test` passes every test.
GO ?= go

.PHONY: demo test check bench build clean

# In a terminal the demo stays until Ctrl-C, to look around; elsewhere it ends after delivery.
demo:
	@[ -t 1 ] || once=--once; $(GO) run ./cmd/greenhouse-companion demo $$once

test: check
	./.ci/needs
	$(GO) test -race -shuffle=on ./...

check:
	@unformatted=$$(gofmt -l $$(git ls-files -co --exclude-standard '*.go')); \
	  [ -z "$$unformatted" ] || { echo "gofmt would change:"; echo "$$unformatted"; exit 1; }
	$(GO) vet ./...
	$(GO) tool staticcheck ./...

bench:
	$(GO) test -run '^$$' -bench . -benchtime 1s ./...

build:
	$(GO) build -trimpath -ldflags='-s -w' -o bin/ ./cmd/...

clean:
	rm -rf bin
