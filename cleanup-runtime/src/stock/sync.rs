use std::sync::{MutexGuard, RwLockWriteGuard};

super::lend!(MutexGuard);
super::lend!(RwLockWriteGuard);
