package clients_test

import (
	"context"
	"fmt"
	"sync"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/configservice"

	"github.com/fakesmith/fakesmith/fake/sdkv2"
	"github.com/fakesmith/fakesmith/generated/remediation"
)

// TestBatchesAreAtomic has several clients put the same keys at once, each with
// its own message. Whoever looks on must see the message of one of them for
// all keys.
func TestBatchesAreAtomic(t *testing.T) {
	var ids []string
	for i := range 100 {
		ids = append(ids, fmt.Sprintf("vol-%03d", i))
	}
	eachWay(t, func(t *testing.T, f *remediation.Fake, client *configservice.Client) {
		put := func(ctx context.Context, message string) error {
			_, err := client.PutRemediationExceptions(ctx, &configservice.PutRemediationExceptionsInput{
				ConfigRuleName: aws.String(rule), ResourceKeys: keys(ids...), Message: &message,
			})
			return err
		}
		if err := put(t.Context(), "before"); err != nil {
			t.Fatal(err)
		}
		var writers sync.WaitGroup
		for i := range 4 {
			writers.Go(func() {
				for range 25 {
					if err := put(t.Context(), fmt.Sprint("writer ", i)); err != nil {
						t.Error(err)
						return
					}
				}
			})
		}
		done := make(chan struct{})
		go func() {
			writers.Wait()
			close(done)
		}()
		for looks := 0; ; looks++ {
			out, err := client.DescribeRemediationExceptions(t.Context(), &configservice.DescribeRemediationExceptionsInput{
				ConfigRuleName: aws.String(rule), Limit: 100,
			})
			if err != nil {
				t.Fatal(err)
			}
			messages := map[string]int{}
			for _, exception := range out.RemediationExceptions {
				messages[aws.ToString(exception.Message)]++
			}
			if len(messages) != 1 || len(out.RemediationExceptions) != len(ids) {
				t.Fatalf("look %d: %d exceptions with the messages %v, want %d with one message", looks, len(out.RemediationExceptions), messages, len(ids))
			}
			select {
			case <-done:
				return
			default:
			}
		}
	}, ids...)
}

// TestManyAccountsAtOnce has clients of many accounts call the same fake, each
// for the first time, and look at it from outside meanwhile.
func TestManyAccountsAtOnce(t *testing.T) {
	f := newFake()
	var callers sync.WaitGroup
	for i := range 20 {
		callers.Go(func() {
			account, region := fmt.Sprintf("%012d", i), fmt.Sprintf("region-%d", i%3)
			at := f.At(account, region)
			at.Reset(newFake("vol-1").State())
			client := configservice.NewFromConfig(sdkv2.Config(at))
			if _, err := client.PutRemediationExceptions(t.Context(), &configservice.PutRemediationExceptionsInput{
				ConfigRuleName: aws.String(rule), ResourceKeys: keys("vol-1"), Message: &account,
			}); err != nil {
				t.Error(err)
				return
			}
			got := at.State().RemediationExceptions
			if len(got) != 1 || aws.ToString(got[0].Message) != account {
				t.Errorf("account %s holds %v, want its own exception", account, got)
			}
		})
	}
	callers.Wait()
	if got := f.State().RemediationExceptions; len(got) != 0 {
		t.Errorf("the account that made no call holds %v", got)
	}
}
