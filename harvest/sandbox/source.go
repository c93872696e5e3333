package sandbox

// sources say where an application came from: a name within a strategy.
func sources() *resource {
	return &resource{
		name: "sources", thing: "Source", firstID: 16012377001,
		columns: "id name type created_at updated_at",
	}
}

// referrers are who gets the credit for an application. They are records of their own, not users.
func referrers() *resource {
	return &resource{
		name: "referrers", thing: "Referrer", firstID: 18455029001,
		columns: "id name user_id created_at updated_at",
		filters: map[string]filter{"user_ids": ids("user_id")},
	}
}

// rejectionReasons lists the organisation's own reasons, and the built-in ones when asked.
func rejectionReasons() *resource {
	return &resource{
		name: "rejection_reasons", thing: "Rejection reason", firstID: 29033871001,
		columns: "id name type created_at updated_at",
		filters: map[string]filter{
			"include_defaults": truth(func(rec *record, want bool) bool { return want || !rec.flag("builtin") }),
		},
		assumed: map[string]string{"include_defaults": "false"},
	}
}
