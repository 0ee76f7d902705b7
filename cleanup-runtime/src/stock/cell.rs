use core::cell::RefMut;

super::lend!(RefMut);
