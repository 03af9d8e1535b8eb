package main

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/fakesmith/fakesmith/cmd/gen/internal/draft"
	"github.com/fakesmith/fakesmith/cmd/gen/internal/emit"
	"github.com/fakesmith/fakesmith/internal/awsmodels"
	"github.com/fakesmith/fakesmith/internal/sample"
	"github.com/fakesmith/fakesmith/model/frontend"
)

// An awsService is one of AWS, with operations on one kind of resource, and what a draft has
// to guess of them.
type awsService struct {
	name       string
	operations string
	key        string
	// left are the operations that no draft has.
	left string
	// kinds are some of the kinds of its clauses, each after its operation.
	kinds string
}

var services = []awsService{
	{"sagemaker", "CreatePipeline DescribePipeline DeletePipeline ListPipelines UpdatePipeline", "PipelineName", "",
		"UpdatePipeline update UpdatePipeline absent UpdatePipeline update/omitted UpdatePipeline assigned UpdatePipeline output CreatePipeline existing CreatePipeline idempotency CreatePipeline idempotency/gone CreatePipeline output DescribePipeline absent DeletePipeline idempotency/other ListPipelines pagination"},
	{"secrets-manager", "CreateSecret DescribeSecret DeleteSecret ListSecrets UpdateSecret TagResource", "Name", "TagResource",
		"CreateSecret existing CreateSecret idempotency DescribeSecret absent DeleteSecret absent"},
	{"ecr", "CreateRepository DescribeRepositories DeleteRepository", "repositoryName", "", "CreateRepository existing CreateRepository output"},
	{"kms", "CreateAlias ListAliases UpdateAlias DeleteAlias", "AliasName", "", "UpdateAlias update CreateAlias existing DeleteAlias removal"},
	{"sfn", "CreateActivity DescribeActivity ListActivities DeleteActivity", "activityArn", "", "CreateActivity assigned CreateActivity output DescribeActivity absent"},
	{"dynamodb", "CreateTable DescribeTable ListTables DeleteTable UpdateTable", "TableName", "UpdateTable", "CreateTable lifecycle CreateTable existing DescribeTable absent"},
	{"codecommit", "CreateRepository GetRepository ListRepositories DeleteRepository UpdateRepositoryDescription", "repositoryName", "", "UpdateRepositoryDescription update CreateRepository existing GetRepository absent"},
	{"glue", "CreateDatabase GetDatabase GetDatabases DeleteDatabase UpdateDatabase", "Name", "", "UpdateDatabase update UpdateDatabase absent CreateDatabase existing GetDatabases pagination"},
	{"ecs", "CreateCluster DescribeClusters DeleteCluster ListClusters UpdateCluster", "clusterName", "ListClusters", "UpdateCluster update CreateCluster key/incomplete CreateCluster members/defaulted"},
	{"cloudwatch-logs", "CreateLogGroup DescribeLogGroups DeleteLogGroup", "logGroupName", "", "CreateLogGroup existing"},
	{"eventbridge", "CreateEventBus DescribeEventBus ListEventBuses DeleteEventBus UpdateEventBus", "Name", "", "UpdateEventBus update CreateEventBus existing CreateEventBus output"},
	{"kinesis", "CreateStream ListStreams DeleteStream DescribeStream", "StreamName", "", "CreateStream existing CreateStream assigned"},
	{"config-service", "PutConfigRule DescribeConfigRules DeleteConfigRule", "ConfigRuleName", "", "PutConfigRule upsert/omitted PutConfigRule key/incomplete"},
	{"ssm", "CreateDocument DescribeDocument ListDocuments DeleteDocument UpdateDocument", "Name", "", "UpdateDocument update CreateDocument existing"},
	{"athena", "CreateWorkGroup GetWorkGroup ListWorkGroups DeleteWorkGroup UpdateWorkGroup", "Name", "", "UpdateWorkGroup update CreateWorkGroup upsert GetWorkGroup absent"},
}

// TestInitServices guesses contracts for services of AWS: each can be generated from, and has
// the operations and the kinds of clause that it should. The sample has one in three.
func TestInitServices(t *testing.T) {
	sample.SkipRace(t)
	paths := awsmodels.Paths(t)
	for n, s := range services {
		if !sample.OneIn(6, n) {
			continue
		}
		t.Run(s.name, func(t *testing.T) {
			i := slices.IndexFunc(paths, func(path string) bool {
				return strings.Contains(filepath.ToSlash(path), "/"+s.name+"/service/")
			})
			if i < 0 {
				t.Fatal("there is no model of the service")
			}
			data, err := os.ReadFile(paths[i])
			if err != nil {
				t.Fatal(err)
			}
			source := frontend.File{Name: "model.json", Data: data}
			bare, _, err := frontend.Read(source, nil)
			if err != nil {
				t.Fatal(err)
			}
			d, err := draft.Write(bare, strings.Fields(s.operations))
			if err != nil {
				t.Fatal(err)
			}
			api, _, err := frontend.Read(source, &frontend.File{Name: "contract.json", Data: d.Contract})
			if err != nil {
				t.Fatal(err)
			}
			if _, err := emit.Files(api, emit.Options{ImportPath: "example.com/drafts"}); err != nil {
				t.Errorf("nothing can be generated: %v", err)
			}
			if len(api.Entities) != 1 || strings.Join(api.Entities[0].Key, " ") != s.key {
				t.Fatalf("the entities are %+v, want one with the key %s\n%s", api.Entities, s.key, strings.Join(d.Left, "\n"))
			}
			for _, name := range strings.Fields(s.operations) {
				left := slices.Contains(strings.Fields(s.left), name)
				if got := api.Operation(name) == nil; got != left {
					t.Errorf("%s is left out: %t, want %t", name, got, left)
				}
				if left && !slices.ContainsFunc(d.Left, func(why string) bool { return strings.HasPrefix(why, name+": ") }) {
					t.Errorf("no reason is given why %s is left out", name)
				}
			}
			for pair := range slices.Chunk(strings.Fields(s.kinds), 2) {
				if op := api.Operation(pair[0]); op == nil || op.Clause(pair[1]) == nil {
					t.Errorf("%s has no clause of kind %s", pair[0], pair[1])
				}
			}
		})
	}
}
