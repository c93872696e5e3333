package sandbox

// prospectPools are named groups of prospects.
func prospectPools() *resource {
	return &resource{
		name: "prospect_pools", thing: "Prospect pool", firstID: 35501846001,
		columns: "id name description active job_ids department_ids office_ids created_at updated_at",
		defaults: object{
			"active": true, "job_ids": []any{}, "department_ids": []any{}, "office_ids": []any{},
		},
		filters: map[string]filter{
			"active":         flagged("active"),
			"job_ids":        ids("job_ids"),
			"department_ids": ids("department_ids"),
			"office_ids":     ids("office_ids"),
		},
	}
}

// prospectPoolStages are the steps inside a pool.
func prospectPoolStages() *resource {
	return &resource{
		name: "prospect_pool_stages", thing: "Prospect pool stage", firstID: 36720395001,
		columns: "id prospect_pool_id name sort_order created_at updated_at",
		filters: map[string]filter{"prospect_pool_ids": ids("prospect_pool_id")},
	}
}

// prospectDetails tell pool, stage and owner of each prospect application. Rows have no id of their own.
func prospectDetails() *resource {
	return &resource{
		name: "prospect_details", thing: "Prospect detail", firstID: 38246170001,
		columns: `application_id pool_id pool_stage_id prospect_owner_id department_id office_id
			created_at updated_at`,
		filters: map[string]filter{
			"application_ids":    ids("application_id"),
			"pool_ids":           ids("pool_id"),
			"pool_stage_ids":     ids("pool_stage_id"),
			"prospect_owner_ids": ids("prospect_owner_id"),
			"department_ids":     ids("department_id"),
			"office_ids":         ids("office_id"),
		},
	}
}
