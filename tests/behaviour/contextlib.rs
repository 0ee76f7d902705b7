//! What `CPython` tests of the `with` statement and of `contextlib`, one by one, in `Lib/test/test_with.py` and
//! `Lib/test/test_contextlib.py`.
//!
//! A test here is called what theirs is called, without `test_`. One thing is never carried over: there an exit may swallow
//! the exception, here nothing is lost (R7), and [`suppress`](with_cleanup::suppress) stands around the body.
//!
//! # `test_with.py`: [`with_statement`]
//!
//! | their test | here |
//! | --- | --- |
//! | `NameError` | answered by the compiler: `ui-tests/fail/contextlib/name_error.rs` |
//! | `EnterAttributeError1` | answered by the compiler: `contextlib/lacks_target.rs` |
//! | `EnterAttributeError2` | `enter_attribute_error_2`: such a value is held, and drops |
//! | `ExitAttributeError` | answered by the compiler: `contextlib/lacks_exit.rs` |
//! | `AssignmentToNoneError` | answered by the compiler: `contextlib/none_as_name.rs` |
//! | `AssignmentToTupleOnlyContainingNoneError`, `AssignmentToTupleContainingNoneError` | answered by the compiler: a head is a name, `with/pattern.rs` |
//! | `EnterThrows`, `ExitThrows` | `enter_throws`, `exit_throws` |
//! | `InlineGeneratorSyntax`, `UnboundGenerator`, `InlineGeneratorBoundSyntax`, `InlineGeneratorBoundToExistingVariable`, `BoundGenerator` | the same names |
//! | `InlineGeneratorBoundToDottedVariable` | answered by the compiler: a head is a name, `with/pattern.rs` |
//! | `NestedSingleStatements` | `nested_single_statements`; of the exceptional ones `exceptional_nested_single_statements` |
//! | `SingleArgInlineGeneratorSyntax`, `SingleArgUnbound` | one head: `inline_generator_syntax`, `unbound_generator` |
//! | `SingleArgBoundToNonTuple`, `SingleArgBoundToSingleElementParenthesizedList`, `SingleArgBoundToMultipleElementTupleError` | without meaning: several heads are no list that would be bound to one name |
//! | `MultipleArgUnbound`, `MultipleArgBound` | the same names |
//! | `SingleResource`, `ExceptionNormalized`, `MultipleResourcesInSingleStatement`, `NestedExceptionBeforeInnerStatement`, `NestedExceptionAfterInnerStatement` | the same names |
//! | `RaisedStopIteration1` to `3`, `RaisedGeneratorExit1` and `2` | without meaning: no error ends a generator |
//! | `ErrorsInBool` | answered by the compiler: the value of an exit is `()` or a `Result`, `with/exit_is_no_cleanup_result.rs` |
//! | `WithBreak`, `WithContinue`, `WithReturn`, `WithRaise` | the same names |
//! | `WithYield` | `with_yield`, with a future |
//! | `SingleComplexTarget`, `MultipleComplexTargets`, `WithExtendedTargets` | the same names: the pattern stands in the body |
//! | `ExitTrueSwallowsException` | answered by the compiler: `with/exit_is_no_cleanup_result.rs` |
//! | `ExitFalseDoesntSwallowException` | `exit_false_doesnt_swallow_exception` |
//! | `NoExceptions`, `ExceptionInExprList`, `ExceptionInEnter`, `ExceptionInExit`, `EnterReturnsTuple`, `ExceptionLocation` | the same names |
//!
//! # `test_contextlib.py`
//!
//! | their test | here |
//! | --- | --- |
//! | `TestAbstractContextManager`: `enter` | [`decorator`]`::enter` |
//! | … `exit_is_abstract` | answered by the compiler: `contextlib/lacks_exit.rs` |
//! | … `slots`, `structural_subclassing` | without meaning: a trait is implemented by name |
//! | `ContextManagerTestCase`: `contextmanager_plain`, `contextmanager_finally`, `contextmanager_no_reraise`, `contextmanager_except`, `contextmanager_do_not_unchain_non_stopiteration_exceptions`, `contextmanager_wrap_runtimeerror`, `contextmanager_attribs`, `keywords`, `nokeepref`, `recursive` | [`generator`], the same names |
//! | … `contextmanager_traceback` | without meaning: an error has no frames. The line of a failed cleanup: `exit_exception_traceback`, `exception_location` |
//! | … `contextmanager_trap_yield_after_throw`, `contextmanager_trap_second_yield` | answered by the compiler: `context_manager/two_yields.rs` |
//! | … `contextmanager_trap_no_yield` | answered by the compiler: `context_manager/no_yield.rs`, `context_manager/yield_in_one_branch.rs` |
//! | … `contextmanager_non_normalised`, `contextmanager_except_stopiter`, `contextmanager_except_pep479` | without meaning: an error is a value, and none ends a generator |
//! | … `contextmanager_doc_attrib`, `instance_docstring_given_cm_docstring`, all `instance_docs` | without meaning: docs are no values |
//! | … `param_errors` | answered by the compiler: `contextlib/param_errors.rs` |
//! | `ClosingTestCase`: `closing`, `closing_error` | [`managers`]`::closing_`, `closing_error` |
//! | `NullcontextTestCase`: `nullcontext` | [`managers`]`::nullcontext` |
//! | `FileContextTestCase`: `WithOpen` | [`managers`]`::with_open` |
//! | `LockContextTestCase`: `WithLock`, `WithRLock`, `WithCondition`, `WithSemaphore` | [`managers`], the same names; an `RwLock` is what is there beside a `Mutex` |
//! | … `WithBoundedSemaphore` | without meaning: the guard gives back once |
//! | `TestContextDecorator`: `contextdecorator`, `contextdecorator_with_exception`, `decorator`, `decorator_with_exception`, `decorating_method`, `contextmanager_as_decorator` | [`decorator`], the same names; the last also in [`generator`] |
//! | … `typo_enter`, `typo_exit` | answered by the compiler: `contextlib/typo_exit.rs` |
//! | … `contextdecorator_as_mixin` | without meaning: any manager is one |
//! | `TestBaseExitStack`: `no_resources`, `callback`, `push`, `enter_context`, `enter_context_errors`, `close`, `pop_all`, `exit_raise`, `exit_suppress`, `exit_exception_traceback`, `exit_exception_chaining_reference`, `exit_exception_chaining`, `exit_exception_explicit_none_context`, `exit_exception_non_suppressing`, `exit_exception_with_correct_context`, `exit_exception_with_existing_context`, `excessive_nesting`, `instance_bypass`, `dont_reraise_RuntimeError` | [`exit_stack`], the same names |
//! | … `body_exception_suppress`, `exit_exception_chaining_suppress` | `exit_suppress`: nothing on the stack swallows |
//! | `TestRedirectStream`: `redirect_to_string_io`, `cm_is_reusable`, `cm_is_reentrant` | [`managers`], with a stream of the test: `std` has no streams to replace |
//! | … `no_redirect_in_init`, `enter_result_is_target` | without meaning: to make a manager is to enter it, and it owns what it lends |
//! | `TestSuppress`: `no_exception`, `exact_exception`, `exception_hierarchy`, `other_exception`, `no_args`, `multiple_exception_args`, `cm_is_reentrant`, `exception_groups` | [`managers`], the same names |
//! | … `no_result_from_enter` | without meaning: nothing is lent |
//! | `TestChdir` | without meaning: not offered, because the directory is the process's |

mod decorator;
mod exit_stack;
mod generator;
mod managers;
mod with_statement;
