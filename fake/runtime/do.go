package runtime

import "context"

// Do has an operation of a service done for a caller in the same process: it checks the
// context and the input, and calls do. A nil input is an empty one, and a nil
// context is never done.
func Do[I, O any, PI Input[I]](ctx context.Context, s *Service, in *I, do func(*I) (*O, error)) (*O, error) {
	in, err := checked[I, PI](ctx, s, in)
	if err != nil {
		return nil, err
	}
	return do(in)
}

// DoSilent is [Do] for an operation that has no output.
func DoSilent[I any, PI Input[I]](ctx context.Context, s *Service, in *I, do func(*I) error) error {
	in, err := checked[I, PI](ctx, s, in)
	if err != nil {
		return err
	}
	return do(in)
}

func checked[I any, PI Input[I]](ctx context.Context, s *Service, in *I) (*I, error) {
	if ctx != nil && ctx.Err() != nil {
		return nil, ctx.Err()
	}
	if wrong := s.wrongState.Load(); wrong != nil {
		return nil, wrong
	}
	if in == nil {
		in = new(I)
	}
	return in, PI(in).Validate()
}
