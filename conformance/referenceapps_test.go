package conformance_test

import (
	"fmt"
	"slices"
)

// An app is an app of a partner, of which the server makes the key.
type app struct {
	seq     int
	arn     string
	members map[string]any
	created float64
	status  string
}

// appMembers are what an app has of the request that creates it.
var appMembers = []string{"Name", "Type", "ExecutionRoleArn", "KmsKeyId", "MaintenanceConfig", "Tier", "ApplicationConfig", "AuthType", "EnableIamSessionBasedIdentity"}

func (h *referencePipelines) createApp(at *workshop, in map[string]any, prefix string) (map[string]any, string) {
	at.seq++
	at.made++
	if h.has("keys of deleted apps are given again") {
		at.made = len(at.apps) + 1
	}
	form := "%sapp-%012d"
	if h.has("the word in a key is short") {
		form = "%sapp-%011d"
	}
	a := &app{seq: at.seq, arn: fmt.Sprintf(form, prefix, at.made), members: map[string]any{}, created: float64(h.time().UnixMilli()) / 1000}
	for _, name := range appMembers {
		if v := in[name]; v != nil {
			a.members[name] = v
		}
	}
	a.status = "Available"
	switch {
	case h.has("new apps are updated"):
		a.status = "Updating"
	case h.has("apps are created for ever"):
		a.status = "Creating"
	}
	at.apps = append(at.apps, a)
	if h.has("no key is told") {
		return map[string]any{}, ""
	}
	if h.has("the key of another app is told") {
		return map[string]any{"Arn": at.apps[0].arn}, ""
	}
	return map[string]any{"Arn": a.arn}, ""
}

// withKey returns the app that a request names by its key, or nil.
func (at *workshop) withKey(in map[string]any) *app {
	for _, a := range at.apps {
		if a.arn == in["Arn"] {
			return a
		}
	}
	return nil
}

func (h *referencePipelines) describeApp(at *workshop, in map[string]any) (map[string]any, string) {
	a := at.withKey(in)
	for _, gone := range at.deleted {
		if gone.arn == in["Arn"] {
			a = gone
		}
	}
	if a == nil {
		return nil, "ResourceNotFound"
	}
	out := map[string]any{"Arn": a.arn, "CreationTime": a.created, "Status": h.statusOf(a)}
	for name, v := range a.members {
		out[name] = v
	}
	return out, ""
}

// statusOf returns what becomes of an app.
func (h *referencePipelines) statusOf(a *app) string {
	if h.has("after a day, apps are created again") && float64(h.time().Unix()) > a.created+24*60*60 {
		return "Creating"
	}
	return a.status
}

func (h *referencePipelines) listApps(at *workshop) []map[string]any {
	all := []map[string]any{}
	for _, a := range at.apps {
		all = append(all, map[string]any{"Arn": a.arn, "Name": a.members["Name"], "Type": a.members["Type"], "CreationTime": a.created, "Status": h.statusOf(a)})
	}
	return all
}

func (h *referencePipelines) deleteApp(at *workshop, in map[string]any) (map[string]any, string) {
	a := at.withKey(in)
	if a == nil {
		return nil, "ResourceNotFound"
	}
	if h.has("apps are deleted for ever") && a.status != "Deleting" {
		a.status = "Deleting"
		return map[string]any{}, ""
	}
	if h.has("deleted apps are described") {
		at.deleted = append(at.deleted, a)
	}
	at.apps = slices.DeleteFunc(at.apps, func(other *app) bool { return other == a })
	return map[string]any{}, ""
}
