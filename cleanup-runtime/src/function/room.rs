use alloc::boxed::Box;
use core::{fmt, marker::PhantomData, ptr};

/// Room for one box, which is taken out and put back through a shared reference.
///
/// It is shared between the cleanups of a function, which run one at a time. In the future of an `async fn` it moves
/// between threads together with references to it, so it has to be `Sync`. That takes an atomic exchange of pointers;
/// where the target has none, a future that holds one stays on its thread.
///
/// Whoever drops a room empties it first, so it has no `Drop`, which would look into it once more.
///
/// # Invariants
///
/// The pointer is null, or comes from `Box::into_raw`, and then it is in this place only: whoever takes it leaves null
/// behind.
pub(super) struct Room<T> {
    pointer: Pointer<T>,
    owned: PhantomData<Box<T>>,
}

#[cfg(target_has_atomic = "ptr")]
type Pointer<T> = core::sync::atomic::AtomicPtr<T>;
#[cfg(not(target_has_atomic = "ptr"))]
type Pointer<T> = core::cell::Cell<*mut T>;

// SAFETY: sharing the room lets another thread take the box, that is, own the value, and never lets two threads see the
// value at once: the exchange hands the pointer to one of them, with all that was written before it was put there.
#[cfg(target_has_atomic = "ptr")]
unsafe impl<T: Send> Sync for Room<T> {}

impl<T> Room<T> {
    #[inline]
    pub(super) const fn new() -> Self {
        Self { pointer: Pointer::new(ptr::null_mut()), owned: PhantomData }
    }

    /// Takes the box out, if there is one.
    pub(super) fn take(&self) -> Option<Box<T>> {
        self.replace(None)
    }

    /// Puts a box in. One that another thread may have put there in between is dropped.
    pub(super) fn put(&self, value: Box<T>) {
        drop(self.replace(Some(value)));
    }

    #[inline]
    pub(super) fn is_empty(&self) -> bool {
        #[cfg(target_has_atomic = "ptr")]
        return self.pointer.load(core::sync::atomic::Ordering::Relaxed).is_null();
        #[cfg(not(target_has_atomic = "ptr"))]
        return self.pointer.get().is_null();
    }

    fn replace(&self, value: Option<Box<T>>) -> Option<Box<T>> {
        let new = value.map_or(ptr::null_mut(), Box::into_raw);
        #[cfg(target_has_atomic = "ptr")]
        let old = self.pointer.swap(new, core::sync::atomic::Ordering::AcqRel);
        #[cfg(not(target_has_atomic = "ptr"))]
        let old = self.pointer.replace(new);
        // SAFETY: by the invariant a pointer that is not null comes from `Box::into_raw`, and nobody else has it, now
        // that it is not in its place any more.
        (!old.is_null()).then(|| unsafe { Box::from_raw(old) })
    }
}

impl<T> fmt::Debug for Room<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Room").field("is_empty", &self.is_empty()).finish_non_exhaustive()
    }
}
