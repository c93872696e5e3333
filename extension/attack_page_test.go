package extension

import (
	"strings"
	"testing"
)

const here = "127.0.0.1:PORT"

func TestAttackCrossSiteWebSocketHijack(t *testing.T) {
	startTarget(t).requireShut(t, map[string]knock{
		"a page":                       {"GET", here, with("Origin", evilPage)},
		"a page on this computer":      {"GET", here, with("Origin", "http://localhost:3000", "Sec-Fetch-Site", "same-site")},
		"our Origin as a prefix":       {"GET", here, with("Origin", testOrigin+".evil.example")},
		"our Origin with a slash":      {"GET", here, with("Origin", testOrigin+"/")},
		"our Origin in upper case":     {"GET", here, with("Origin", strings.ToUpper(testOrigin))},
		"our Origin and a foreign one": {"GET", here, with("Origin", testOrigin, "Origin", evilPage)},
		"a list with our Origin":       {"GET", here, with("Origin", testOrigin+", "+evilPage)},
	})
}

func TestAttackDNSRebinding(t *testing.T) {
	startTarget(t).requireShut(t, map[string]knock{
		"a rebound page":       {"GET", "evil.example:PORT", with("Origin", "http://evil.example:PORT")},
		"without Origin":       {"GET", "evil.example:PORT", nil},
		"with our Origin":      {"GET", "evil.example:PORT", with("Origin", testOrigin)},
		"with the token":       {"GET", "evil.example:PORT", with("Authorization", "Bearer "+testToken)},
		"empty Host":           {"GET", "", with("Origin", testOrigin)},
		"no port":              {"GET", "127.0.0.1", with("Origin", testOrigin)},
		"another port":         {"GET", "127.0.0.1:1", with("Origin", testOrigin)},
		"our name as a prefix": {"GET", here + ".evil.example", with("Origin", testOrigin)},
		"our name as a label":  {"GET", "localhost.evil.example:PORT", with("Origin", testOrigin)},
		"a final dot":          {"GET", "localhost.:PORT", with("Origin", testOrigin)},
		"upper case":           {"GET", "LOCALHOST:PORT", with("Origin", testOrigin)},
	})
}

func TestAttackCSRFForm(t *testing.T) {
	form := with("Origin", evilPage, "Sec-Fetch-Site", "cross-site", "Content-Type", "application/x-www-form-urlencoded", "Content-Length", "9")
	startTarget(t).requireShut(t, map[string]knock{
		"POST":                {"POST", here, form},
		"POST without Origin": {"POST", here, with("Content-Type", "text/plain", "Content-Length", "9")},
		"GET, a navigation":   {"GET", here, with("Sec-Fetch-Site", "cross-site", "Sec-Fetch-Mode", "navigate")},
	})
}

func TestAttackImg(t *testing.T) {
	startTarget(t).requireShut(t, map[string]knock{
		"an image":                   {"GET", here, with("Sec-Fetch-Site", "cross-site", "Sec-Fetch-Dest", "image")},
		"on a page of this computer": {"GET", here, with("Sec-Fetch-Site", "same-site", "Sec-Fetch-Dest", "image")},
		"in an old browser":          {"GET", here, with("Referer", evilPage+"/")},
		"which knows the token":      {"GET", here, with("Sec-Fetch-Site", "cross-site", "Authorization", "Bearer "+testToken)},
	})
}

func TestAttackNoCorsFetch(t *testing.T) {
	startTarget(t).requireShut(t, map[string]knock{
		"GET":                 {"GET", here, with("Sec-Fetch-Site", "cross-site", "Sec-Fetch-Mode", "no-cors")},
		"HEAD":                {"HEAD", here, with("Sec-Fetch-Site", "cross-site", "Sec-Fetch-Mode", "no-cors")},
		"POST":                {"POST", here, with("Origin", evilPage, "Sec-Fetch-Site", "cross-site", "Sec-Fetch-Mode", "no-cors")},
		"a preflight":         {"OPTIONS", here, with("Origin", evilPage, "Access-Control-Request-Method", "GET")},
		"a private preflight": {"OPTIONS", here, with("Origin", evilPage, "Access-Control-Request-Method", "GET", "Access-Control-Request-Private-Network", "true")},
	})
}

// On some systems 0.0.0.0 leads to this computer, and browsers' rules for 127.0.0.1 did not always cover it.
func TestAttackZeroAddress(t *testing.T) {
	startTarget(t).requireShut(t, map[string]knock{
		"0.0.0.0":          {"GET", "0.0.0.0:PORT", with("Origin", testOrigin)},
		"0":                {"GET", "0:PORT", with("Origin", testOrigin)},
		"::":               {"GET", "[::]:PORT", with("Origin", testOrigin)},
		"::1":              {"GET", "[::1]:PORT", with("Origin", testOrigin)},
		"mapped":           {"GET", "[::ffff:127.0.0.1]:PORT", with("Origin", testOrigin)},
		"another loopback": {"GET", "127.0.0.2:PORT", with("Origin", testOrigin)},
		"as a number":      {"GET", "2130706433:PORT", with("Origin", testOrigin)},
	})
}

func TestAttackMissingOrigin(t *testing.T) {
	startTarget(t).requireShut(t, map[string]knock{
		"no Origin":        {"GET", here, nil},
		"an empty Origin":  {"GET", here, with("Origin", "")},
		"a wrong token":    {"GET", here, with("Authorization", "Bearer "+testToken+"x")},
		"an empty token":   {"GET", here, with("Authorization", "Bearer ")},
		"a token as Basic": {"GET", here, with("Authorization", "Basic "+testToken)},
		"two tokens":       {"GET", here, with("Authorization", "Bearer "+testToken, "Authorization", "Bearer x")},
	})
}

func TestAttackNullOrigin(t *testing.T) {
	startTarget(t).requireShut(t, map[string]knock{
		"a sandboxed frame": {"GET", here, with("Origin", "null", "Sec-Fetch-Site", "cross-site")},
		"a file":            {"GET", here, with("Origin", "null")},
		"with the token":    {"GET", here, with("Origin", "null", "Authorization", "Bearer "+testToken)},
	})
}

// A WebSocket library that compares Origin with Host lets these in.
func TestAttackOriginEqualToHost(t *testing.T) {
	startTarget(t).requireShut(t, map[string]knock{
		"our address": {"GET", here, with("Origin", "http://127.0.0.1:PORT", "Sec-Fetch-Site", "same-origin")},
		"our name":    {"GET", "localhost:PORT", with("Origin", "http://localhost:PORT", "Sec-Fetch-Site", "same-origin")},
		"rebound":     {"GET", "evil.example:PORT", with("Origin", "http://evil.example:PORT", "Sec-Fetch-Site", "same-origin")},
	})
}

func TestAttackHostileExtension(t *testing.T) {
	startTarget(t).requireShut(t, map[string]knock{
		"another id":             {"GET", here, with("Origin", evilID)},
		"in Firefox":             {"GET", here, with("Origin", "moz-extension://0f6b1c1e-5d2a-4a57-9d0b-3a1f6f0f2c11")},
		"our id in Firefox":      {"GET", here, with("Origin", strings.Replace(testOrigin, "chrome", "moz", 1))},
		"with the token":         {"GET", here, with("Origin", evilID, "Authorization", "Bearer "+testToken)},
		"an id one letter short": {"GET", here, with("Origin", testOrigin[:len(testOrigin)-1])},
	})
}
