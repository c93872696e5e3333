package companion

import (
	"context"
	"crypto/tls"
	"errors"
	"strings"

	"github.com/greenhouse-companion/greenhouse-companion/harvest"
)

// connectProblem puts what Greenhouse answered into words for the person who connects.
func (c *connection) connectProblem(ctx context.Context, err error) error {
	var unavailable *harvest.UnavailableError
	switch {
	case unreachable(err):
		return newProblem(CodeOffline, "Greenhouse cannot be reached: "+reason(err)+".", reachRemedy(err))
	case c.legacy() && isGone(err):
		return retired()
	case errors.As(err, &unavailable):
		return newProblem(CodeOffline, "Greenhouse gave no usable answer: "+reason(err)+".", "Check the addresses, then connect again.")
	case c.legacy():
		return c.keyProblem(ctx, err)
	}
	return credentialProblem(err)
}

// credentialProblem is what a v3 credential was refused for.
func credentialProblem(err error) error {
	var (
		auth       *harvest.AuthError
		permission *harvest.PermissionError
	)
	switch {
	case errors.As(err, &auth):
		return newProblem(CodeCredentialRefused, "Greenhouse refused the credential.",
			`Check client id and client secret: they belong to a "Harvest V3 (OAuth)" credential, and the secret is shown only once, when it is made.`)
	case errors.As(err, &permission):
		return newProblem(CodeReadsRefused, "The credential may not read in Greenhouse ("+permission.Scope+").",
			"Ask a Greenhouse admin to tick this permission on the credential, and to let its service user read; then connect again.")
	}
	return err
}

// reason is the error as the middle of a sentence.
func reason(err error) string { return strings.TrimSuffix(err.Error(), ".") }

// reachRemedy is what to do where no answer came back.
func reachRemedy(err error) string {
	var certificate *tls.CertificateVerificationError
	if errors.As(err, &certificate) {
		return "Something between here and Greenhouse shows a certificate that this computer does not trust: if it is your organisation's proxy, " +
			"get its certificate from IT and name the file as ca_file under [network] in config.toml."
	}
	return "Check the network; if other sites work, ask IT whether a proxy is needed, and name it as proxy under [network] in config.toml."
}
