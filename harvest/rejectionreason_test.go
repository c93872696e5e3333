package harvest_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/greenhouse-companion/greenhouse-companion/harvest"
)

func TestRejectionReasonQuery(t *testing.T) {
	requireQuery(t, (*harvest.Client).RejectionReasons, harvest.RejectionReasonQuery{}, "/v3/rejection_reasons", "")
	all := harvest.RejectionReasonQuery{IncludeDefaults: true}
	requireQuery(t, (*harvest.Client).RejectionReasons, all, "/v3/rejection_reasons", "include_defaults=true")
}

func TestRejectionReasonRow(t *testing.T) {
	got := rowOf(t, `{"id":29,"name":"Wrong time zone","type":{"id":1,"key":"WE_REJECTED_THEM","name":"We rejected them"}}`,
		(*harvest.Client).RejectionReasons)
	require.Equal(t, harvest.RejectionReason{ID: 29, Name: "Wrong time zone", TypeKey: "WE_REJECTED_THEM"}, got)
}

func TestRejectionReasonsOfTheSandbox(t *testing.T) {
	client := permitted(t)
	own := only(t, collect(t, client, (*harvest.Client).RejectionReasons, harvest.RejectionReasonQuery{}))
	require.Equal(t, "WE_REJECTED_THEM", own.TypeKey)
	all := collect(t, client, (*harvest.Client).RejectionReasons, harvest.RejectionReasonQuery{IncludeDefaults: true})
	require.Len(t, all, 3)
}
