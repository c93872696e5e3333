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
