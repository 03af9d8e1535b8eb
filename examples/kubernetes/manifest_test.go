package kubernetes

import (
	"bytes"
	"os"
	"strings"
	"testing"

	batch "k8s.io/api/batch/v1"
	core "k8s.io/api/core/v1"
	"sigs.k8s.io/yaml"
)

// objects decodes the manifests in a file. A field that the API does not have, or that
// is given twice, fails the test.
func objects(t *testing.T, file string) (jobs []batch.Job, claims []core.PersistentVolumeClaim) {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	for document := range bytes.SplitSeq(text, []byte("\n---\n")) {
		var kind struct{ APIVersion, Kind string }
		if err := yaml.Unmarshal(document, &kind); err != nil {
			t.Fatalf("%s: %v", file, err)
		}
		switch kind.APIVersion + " " + kind.Kind {
		case "batch/v1 Job":
			var job batch.Job
			err = yaml.UnmarshalStrict(document, &job)
			jobs = append(jobs, job)
		case "v1 PersistentVolumeClaim":
			var claim core.PersistentVolumeClaim
			err = yaml.UnmarshalStrict(document, &claim)
			claims = append(claims, claim)
		default:
			t.Fatalf("%s: there is no kind %s of %s", file, kind.Kind, kind.APIVersion)
		}
		if err != nil {
			t.Fatalf("%s: %v", file, err)
		}
	}
	return jobs, claims
}

// TestEachIndexIsAShard: the Job has as many completions as there are shards, all may
// run at once, and its pods have volumes that there are.
func TestEachIndexIsAShard(t *testing.T) {
	jobs, claims := objects(t, "conform.yaml")
	if len(jobs) != 1 || len(claims) != 1 {
		t.Fatalf("there are %d jobs and %d claims, want one of each", len(jobs), len(claims))
	}
	spec := jobs[0].Spec
	if *spec.CompletionMode != batch.IndexedCompletion || *spec.Completions != shards || *spec.Parallelism != shards {
		t.Errorf("the Job is %s with %d completions, %d at once; want Indexed, %d and %[4]d", *spec.CompletionMode, *spec.Completions, *spec.Parallelism, shards)
	}
	pod := spec.Template.Spec
	// A policy for failed pods, and retries for each index, take pods that are never restarted.
	if pod.RestartPolicy != core.RestartPolicyNever || spec.BackoffLimitPerIndex == nil || spec.BackoffLimit != nil {
		t.Errorf("pods are restarted %s, want Never, and there is a limit of retries for each index alone", pod.RestartPolicy)
	}
	for _, rule := range spec.PodFailurePolicy.Rules {
		if codes := rule.OnExitCodes; codes != nil && (*codes.ContainerName != pod.Containers[0].Name || len(codes.Values) == 0) {
			t.Errorf("a rule for exit codes is of the container %s, which there is not", *codes.ContainerName)
		}
	}
	if always := core.ContainerRestartPolicyAlways; pod.InitContainers[0].RestartPolicy == nil || *pod.InitContainers[0].RestartPolicy != always {
		t.Errorf("the endpoint is restarted %v, want %s: it has to run beside conform", pod.InitContainers[0].RestartPolicy, always)
	}
	env := pod.Containers[0].Env
	if len(env) != 1 || env[0].Name != "SHARD" || env[0].ValueFrom.FieldRef.FieldPath != "metadata.annotations['"+batch.JobCompletionIndexAnnotation+"']" {
		t.Errorf("the variables are %+v, want SHARD, the completion index", env)
	}
	merges, _ := objects(t, "merge.yaml")
	for _, template := range []core.PodSpec{pod, merges[0].Spec.Template.Spec} {
		volumes := map[string]bool{}
		for _, v := range template.Volumes {
			volumes[v.Name] = true
			if c := v.PersistentVolumeClaim; c != nil && c.ClaimName != claims[0].Name {
				t.Errorf("the volume %s is of the claim %s, want %s", v.Name, c.ClaimName, claims[0].Name)
			}
		}
		for _, c := range template.Containers {
			for _, m := range c.VolumeMounts {
				if !volumes[m.Name] {
					t.Errorf("%s mounts %s, and there is no such volume", c.Name, m.Name)
				}
			}
			if !strings.HasPrefix(c.Image, "conform:") {
				t.Errorf("%s is of the image %s, want the one of the Dockerfile", c.Name, c.Image)
			}
		}
	}
}
