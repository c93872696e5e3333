package queue

// entryHeap is a heap (container/heap) whose entries know where they are, so that one can be taken out of the middle.
type entryHeap struct {
	less    func(a, b *entry) bool
	place   place // of its entries
	entries []*entry
}

// byUrgency prefers the older of two equally urgent items, also when it has waited meanwhile: what was begun is finished first, and
// no stream of new items can keep an old one back.
func byUrgency(a, b *entry) bool {
	if a.priority != b.priority {
		return a.priority < b.priority
	}
	return a.id < b.id
}

func byDue(a, b *entry) bool {
	return a.due < b.due
}

func (h *entryHeap) Len() int           { return len(h.entries) }
func (h *entryHeap) Less(i, j int) bool { return h.less(h.entries[i], h.entries[j]) }

func (h *entryHeap) Swap(i, j int) {
	h.entries[i], h.entries[j] = h.entries[j], h.entries[i]
	h.entries[i].position = int32(i)
	h.entries[j].position = int32(j)
}

func (h *entryHeap) Push(v any) {
	e := v.(*entry)
	e.place, e.position = h.place, int32(len(h.entries))
	h.entries = append(h.entries, e)
}

func (h *entryHeap) Pop() any {
	last := len(h.entries) - 1
	e := h.entries[last]
	h.entries[last] = nil
	h.entries = h.entries[:last]
	e.place = nowhere
	return e
}

// idHeap is a heap (container/heap) of ids, lowest first.
type idHeap []ItemID

func (h idHeap) Len() int           { return len(h) }
func (h idHeap) Less(i, j int) bool { return h[i] < h[j] }
func (h idHeap) Swap(i, j int)      { h[i], h[j] = h[j], h[i] }

func (h *idHeap) Push(v any) { *h = append(*h, v.(ItemID)) }

func (h *idHeap) Pop() any {
	old := *h
	id := old[len(old)-1]
	*h = old[:len(old)-1]
	return id
}
