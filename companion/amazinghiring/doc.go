// Package amazinghiring reads profiles from AmazingHiring: it fetches them over
// the API v6 and decodes them into the shape the rest of the program uses.
//
// [Decode] accepts the profile of the API v6 and that of the Data Enrichment
// API, alone or inside its result. It is tolerant: whatever is missing, null or
// of a wrong type costs only itself and is listed as dropped. Only an id and a
// name are required, because without them there is nobody to add. Age and
// birthday are sensitive; they are not read, only listed as dropped by policy.
//
// The formats are documented at https://github.com/AmazingHiring/public-api.
package amazinghiring
