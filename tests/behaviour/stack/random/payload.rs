//! What entries hold beside what they are to do: bytes of some size, that tell whose they are.

use crate::support::Token;

pub(super) trait Payload: Send + 'static {
    fn new(id: u32) -> Self
    where
        Self: Sized;

    /// Sees that it is that of `id`, or after a change of the one after it.
    fn check(&self, id: u32);

    fn change(&mut self);
}

pub(super) struct Bytes<const N: usize>([u8; N]);

impl<const N: usize> Payload for Bytes<N> {
    fn new(id: u32) -> Self {
        Self([id.to_le_bytes()[0]; N])
    }

    fn check(&self, id: u32) {
        assert_eq!(self.0, [id.to_le_bytes()[0]; N]);
    }

    fn change(&mut self) {
        self.0.iter_mut().for_each(|byte| *byte = byte.wrapping_add(1));
    }
}

#[repr(align(64))]
pub(super) struct Aligned(u32);

impl Payload for Aligned {
    fn new(id: u32) -> Self {
        Self(id)
    }

    fn check(&self, id: u32) {
        assert_eq!(std::ptr::from_ref(self).addr() % 64, 0);
        assert_eq!(self.0, id);
    }

    fn change(&mut self) {
        self.0 += 1;
    }
}

pub(super) struct Owning {
    id: Box<u32>,
    _token: Token,
}

impl Payload for Owning {
    fn new(id: u32) -> Self {
        Self { id: Box::new(id), _token: Token::new() }
    }

    fn check(&self, id: u32) {
        assert_eq!(*self.id, id);
    }

    fn change(&mut self) {
        *self.id += 1;
    }
}
