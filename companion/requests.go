package companion

import "math"

// noteRequests brings the journal's count of Greenhouse requests up to date. It is saved with whatever is saved next: of a
// crash, the requests since then are not counted.
func (d *delivery) noteRequests() { d.journal.Requests += int(d.requests.Swap(0)) }

// perPerson is the average to one decimal place, 0 for nobody.
func perPerson(requests, people int) float64 {
	if people == 0 {
		return 0
	}
	return math.Round(10*float64(requests)/float64(people)) / 10
}
