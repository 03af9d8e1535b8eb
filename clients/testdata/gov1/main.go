// Command gov1 makes the calls that it is asked for on standard input, with
// aws-sdk-go v1. Each line is an order, and each is answered with a line: see
// drivers_test.go. What the SDK waits between attempts is left out.
package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"log"
	"net/http"
	"os"
	"strconv"
	"time"

	"github.com/aws/aws-sdk-go/aws"
	"github.com/aws/aws-sdk-go/aws/awserr"
	"github.com/aws/aws-sdk-go/aws/client"
	"github.com/aws/aws-sdk-go/aws/request"
	"github.com/aws/aws-sdk-go/aws/session"
	"github.com/aws/aws-sdk-go/service/configservice"
)

type order struct {
	URL     string
	Calls   int
	Timeout int
	Put     string
}

type result struct {
	Error string  `json:"error,omitempty"`
	Items *int    `json:"items,omitempty"`
	Time  *string `json:"time,omitempty"`
}

func main() {
	log.SetFlags(0)
	out := json.NewEncoder(os.Stdout)
	out.Encode(map[string]string{"version": "aws-sdk-go v" + aws.SDKVersion})
	lines := bufio.NewScanner(os.Stdin)
	for lines.Scan() {
		var o order
		if err := json.Unmarshal(lines.Bytes(), &o); err != nil {
			log.Fatal(err)
		}
		config := aws.NewConfig().WithEndpoint(o.URL).WithHTTPClient(&http.Client{
			Transport: &http.Transport{}, Timeout: time.Duration(o.Timeout) * time.Millisecond,
		})
		config.Retryer = client.DefaultRetryer{
			NumMaxRetries: client.DefaultRetryerMaxNumRetries,
			MinRetryDelay: time.Millisecond, MaxRetryDelay: time.Millisecond,
			MinThrottleDelay: time.Millisecond, MaxThrottleDelay: time.Millisecond,
		}
		c := configservice.New(session.Must(session.NewSession(config)))
		results := make([]result, o.Calls)
		for i := range results {
			results[i] = call(c, o)
		}
		out.Encode(results)
	}
}

func call(c *configservice.ConfigService, o order) result {
	if o.Put != "" {
		until, err := time.Parse(time.RFC3339Nano, o.Put)
		if err != nil {
			log.Fatal(err)
		}
		_, err = c.PutRemediationExceptions(&configservice.PutRemediationExceptionsInput{
			ConfigRuleName: aws.String("rule"), ExpirationTime: &until,
			ResourceKeys: []*configservice.RemediationExceptionResourceKey{{ResourceType: aws.String("T"), ResourceId: aws.String("i")}},
		})
		return result{Error: code(err)}
	}
	out, err := c.DescribeRemediationExceptions(&configservice.DescribeRemediationExceptionsInput{ConfigRuleName: aws.String("rule")})
	r := result{Error: code(err)}
	if err == nil && out.RemediationExceptions != nil {
		n := len(out.RemediationExceptions)
		r.Items = &n
		if n > 0 && out.RemediationExceptions[0] != nil && out.RemediationExceptions[0].ExpirationTime != nil {
			at := strconv.FormatFloat(float64(out.RemediationExceptions[0].ExpirationTime.UnixNano())/1e6, 'f', -1, 64)
			r.Time = &at
		}
	}
	return r
}

func code(err error) string {
	if err == nil {
		return ""
	}
	if api, ok := errors.AsType[awserr.Error](err); ok && api.Code() != "" {
		return api.Code()
	}
	return request.ErrCodeRequestError
}
