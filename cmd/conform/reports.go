package main

import (
	"errors"
	"os"

	"github.com/fakesmith/fakesmith/conformance/report"
)

// readReport reads the report in a file.
func readReport(name string) (*report.Report, error) {
	src, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	return report.Read(name, src)
}

// readReports reads the reports in files. The error names all files that are none.
func readReports(names []string) ([]report.Named, error) {
	var all []report.Named
	var problems []error
	for _, name := range names {
		r, err := readReport(name)
		problems = append(problems, err)
		all = append(all, report.Named{Name: name, Report: r})
	}
	return all, errors.Join(problems...)
}
