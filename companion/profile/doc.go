// Package profile holds the one internal shape of a person and the rules that
// clean names, e-mail addresses, phone numbers and links.
//
// Everything here is pure: values in, values out, no network, files or clock.
// The written form of a contact is kept for sending; a second, normalised form
// exists for comparing only:
//
//	split := profile.SplitName("Marta Okafor")             // Marta, Okafor, sure
//	link, kind, ok := profile.CanonicalLink("http://uk.linkedin.com/in/Marta?trk=x")
//	                                                       // linkedin.com/in/marta, linkedin, true
//
// Nothing is guessed silently. A name that cannot be split with confidence
// says so in [Split], and whatever a reader leaves out is listed as [Dropped]
// with the field's path and a reason, never with the value.
package profile
