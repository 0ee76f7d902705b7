//! Writes code: most of it by the grammar, some not.

/// Writes one block.
pub(super) struct Author<'c> {
    below: &'c mut dyn FnMut(usize) -> usize,
    text: String,
    depth: usize,
    /// One token in so many is one that does not belong there.
    stray: usize,
    /// How long the text may be before it stops to branch.
    longest: usize,
}

const DEEPEST: usize = 8;

impl<'c> Author<'c> {
    pub(super) fn new(below: &'c mut dyn FnMut(usize) -> usize) -> Self {
        let mut author = Self { below, text: String::new(), depth: 0, stray: usize::MAX, longest: 0 };
        author.longest = author.one_of(&[40, 40, 100, 100, 200, 500]);
        author.stray = author.one_of(&[usize::MAX, usize::MAX, 50, 8]);
        author
    }

    pub(super) fn finish(self) -> String {
        self.text
    }

    fn one_of<T: Copy>(&mut self, from: &[T]) -> T {
        from[(self.below)(from.len())]
    }

    fn one_in(&mut self, chance: usize) -> bool {
        (self.below)(chance) == 0
    }

    /// Writes tokens. In front of them may come some that do not belong there.
    fn write(&mut self, tokens: &str) {
        if self.stray < usize::MAX && self.one_in(self.stray) {
            let stray = self.one_of(&STRAY.split("  ").collect::<Vec<_>>());
            self.text += stray;
            self.text.push(' ');
        }
        self.text += tokens;
        self.text.push(' ');
    }

    /// Writes one of these, which two spaces part.
    fn word(&mut self, from: &str) {
        let word = self.one_of(&from.split("  ").collect::<Vec<_>>());
        self.write(word);
    }

    /// Up to `most`, with commas.
    fn list(&mut self, most: usize, item: fn(&mut Self)) {
        for _ in 0..(self.below)(most + 1) {
            item(self);
            self.write(",");
        }
    }

    fn within(&mut self, open: &str, close: &str, content: impl FnOnce(&mut Self)) {
        self.write(open);
        content(self);
        // Nothing may come between, or the rest would not be tokens.
        self.text += close;
        self.text.push(' ');
    }

    pub(super) fn block(&mut self) {
        self.within("{", "}", |author| {
            author.depth += 1;
            if author.text.len() < author.longest && author.depth < DEEPEST {
                (0..(author.below)(4)).for_each(|_| author.statement());
            }
            author.depth -= 1;
        });
    }

    fn statement(&mut self) {
        match (self.below)(16) {
            0 => self.write(";"),
            1 => self.item(),
            2 | 3 => self.local(),
            4 => self.own_statement(),
            5 => {
                self.attribute();
                self.expression();
                self.write(";");
            }
            6 | 7 => self.block_like(),
            8 => self.expression(),
            _ => {
                self.expression();
                self.write(";");
            }
        }
    }

    fn local(&mut self) {
        self.write("let");
        self.pattern();
        if self.one_in(3) {
            self.write(":");
            self.r#type();
        }
        self.write("=");
        self.expression();
        if self.one_in(4) {
            self.write("else");
            self.block();
        }
        self.write(";");
    }

    fn attribute(&mut self) {
        self.word("#[a]  #[cfg(a)]  #[allow(b)]  #[doc = \"c\"]");
    }

    fn item(&mut self) {
        match (self.below)(9) {
            0 => {
                self.word("fn f()  pub(crate) const unsafe fn f<A>(a: A) -> B where C: D  async fn f()");
                self.block();
            }
            1 => {
                self.word("const A: B =  static C: fn() -> D =  pub const _: E<{ 1 }> =");
                self.expression();
                self.write(";");
            }
            2 => {
                self.word("impl A for B { const C: D =  mod m { static A: B =");
                self.expression();
                self.text += "; } ";
            }
            _ => self.word(
                "use a::{b, c};  struct A;  struct B { c: D }  enum E { F(G), H }  type I<'a> = &'a J;  \
                 macro_rules! m { () => { return } }  macro_rules! n(() => { break });  \
                 unsafe extern \"C\" { fn g(); }  union U { a: B }",
            ),
        }
    }

    /// One of the statement macros.
    fn own_statement(&mut self) {
        self.word("defer!  defer_on_success!  defer_on_failure!  ::with_cleanup::defer!");
        let (open, close) = self.one_of(&[("(", ")"), ("{", "}"), ("[", "]")]);
        self.within(open, close, |author| {
            author.captures();
            if author.one_in(3) {
                author.write("|outcome|");
            }
            author.expression();
        });
        if open != "{" || self.one_in(2) {
            self.write(";");
        }
    }

    fn captures(&mut self) {
        if self.one_in(3) {
            self.word("<a>  <&mut a, &b>");
        } else if self.one_in(6) {
            self.write("<a =");
            self.expression();
            self.write(">");
        }
    }

    fn expression(&mut self) {
        if self.text.len() > self.longest || self.depth >= DEEPEST {
            return self.word("a  1  return  break  continue");
        }
        self.depth += 1;
        match (self.below)(40) {
            0..=5 => self.simple(),
            6..=11 => self.jump(),
            12..=15 => self.block_like(),
            16..=20 => {
                self.expression();
                self.operator();
                self.expression();
            }
            21..=23 => {
                self.word("-  !  *  &  &mut  &raw const  &raw mut  ..  ..=  &&");
                self.expression();
            }
            24..=28 => {
                self.expression();
                self.postfix();
            }
            29..=30 => self.closure(),
            31..=33 => self.own_macro(),
            34 => {
                self.simple();
                self.write("as");
                self.r#type();
            }
            35 => self.literal(),
            36 => self.within("(", ")", Self::expression),
            37 => self.within("(", ")", |author| author.list(3, Self::expression)),
            38 => self.within("[", "]", |author| {
                author.expression();
                author.word(";  ,  , a,");
                author.word("1  ");
            }),
            _ => self.foreign_macro(),
        }
        self.depth -= 1;
    }

    fn simple(&mut self) {
        self.word(
            "a  b  1  2.0  \"text\"  'c'  A::<B>::c  <A as B<C, D>>::E  ()  ..  self  ::a::b  true  \
                 gen  union  default  A {}  r#return  a.0  a.await  u8::MAX",
        );
    }

    fn literal(&mut self) {
        self.word("A  A::B  A::<C, D>");
        self.within("{", "}", |author| {
            for _ in 0..(author.below)(3) {
                author.word("a :  b :  0 :");
                author.expression();
                author.write(",");
            }
            if author.one_in(3) {
                author.write("..");
                author.expression();
            }
        });
    }

    fn operator(&mut self) {
        self.word(
            "+  -  *  /  %  &  |  ^  &&  ||  ==  !=  <  >  <=  >=  <<  >>  =  +=  -=  |=  &=  <<=  \
                 >>=  ..  ..=  as A <  as u8 +  as B >>  as &C |  as fn() -> D =",
        );
    }

    fn postfix(&mut self) {
        match (self.below)(8) {
            0 | 1 => self.write("?"),
            2 => self.within("(", ")", |author| author.list(2, Self::expression)),
            3 => self.within("[", "]", Self::expression),
            4 => self.word(".await  .a  .0  .0.1"),
            _ => {
                self.word(".a  .b::<C>  .c::<D<E>, { 1 }>");
                self.within("(", ")", |author| author.list(2, Self::expression));
            }
        }
    }

    fn jump(&mut self) {
        match (self.below)(10) {
            0 => self.write("return"),
            1 => self.word("break  break 'a"),
            2 => self.word("continue  continue 'a  continue 'b"),
            3..=6 => {
                self.write("return");
                self.expression();
            }
            7 => {
                self.write("break");
                self.expression();
            }
            _ => {
                self.word("break 'a  break 'b");
                self.expression();
            }
        }
    }

    fn block_like(&mut self) {
        match (self.below)(14) {
            0 | 1 => self.branches(),
            2 | 3 => {
                self.write("match");
                self.expression();
                self.within("{", "}", |author| (0..(author.below)(4)).for_each(|_| author.arm()));
            }
            4 | 5 => {
                self.word("loop  'a: loop  'b: loop");
                self.block();
            }
            6 => {
                self.word("while  'a: while  while let");
                self.expression();
                self.block();
            }
            7 => {
                self.word("for  'a: for");
                self.pattern();
                self.write("in");
                self.expression();
                self.block();
            }
            8 => {
                self.word("'a:  'b:");
                self.block();
            }
            9 | 10 => self.block(),
            11 => {
                self.word("unsafe  const  try");
                self.block();
            }
            _ => {
                self.word("async  async move");
                self.block();
            }
        }
    }

    fn branches(&mut self) {
        self.write("if");
        if self.one_in(3) {
            self.write("let");
            self.pattern();
            self.write("=");
        }
        self.expression();
        self.block();
        match (self.below)(4) {
            0 | 1 => {}
            2 => {
                self.write("else");
                self.block();
            }
            _ => {
                self.write("else");
                self.branches();
            }
        }
    }

    fn arm(&mut self) {
        if self.one_in(6) {
            self.attribute();
        }
        self.pattern();
        if self.one_in(3) {
            self.write("if");
            self.expression();
        }
        self.write("=>");
        if self.one_in(3) {
            self.block_like();
        } else {
            self.expression();
            self.write(",");
        }
    }

    fn pattern(&mut self) {
        self.word(
            "a  _  A(b, ..)  A { b, .. }  0..=9  A | B  &c  (a, b)  'x'..='y'  -1  a @ B  A::<C>::D  \
                 ref mut e  [a, .., b]  | A  ..3  m!()",
        );
    }

    fn r#type(&mut self) {
        self.word(
            "A  A<B>  &'a A  fn(A) -> B  [A; 1]  (A, B)  _  *const A  <A as B>::C  !  A<B<C>>  dyn A  \
                 impl Fn(A) -> B  for<'a> fn(&'a A)  A<{ 1 }>  m!(a)  ::a::B",
        );
    }

    fn closure(&mut self) {
        self.word("||  |a|  move ||  async |a: A, b|  static |(a, b)|  for<'a> |c: &'a A|");
        if self.one_in(4) {
            self.write("->");
            self.r#type();
            self.block();
        } else {
            self.expression();
        }
    }

    fn own_macro(&mut self) {
        let (open, close) = self.one_of(&[("(", ")"), ("(", ")"), ("{", "}"), ("[", "]")]);
        match (self.below)(8) {
            0..=2 => {
                self.word("with!  with_cleanup::with!");
                self.within(open, close, |author| {
                    for _ in 0..(author.below)(3) {
                        author.word("a =  b =  _ =  let mut c =  ");
                        author.expression();
                        author.write(",");
                    }
                    author.write("d");
                    if author.one_in(2) {
                        author.write("=>");
                        author.expression();
                    } else {
                        author.write(",");
                        author.block();
                    }
                });
            }
            3..=5 => {
                self.write("try_finally!");
                self.within(open, close, |author| {
                    author.captures();
                    author.block();
                    author.word("finally  finally |outcome|  ,  catch");
                    author.block();
                });
            }
            6 => {
                self.word("yield_!  with_cleanup::yield_!");
                self.within(open, close, Self::expression);
            }
            _ => self.own_statement(),
        }
    }

    fn foreign_macro(&mut self) {
        self.word(
            "panic!()  std::unreachable!()  m!(break)  m! { return }  vec![a, b]  bail!(\"c\")  \
                 std::process::exit(1)  process::abort()  ::std::panic::resume_unwind(a)  with!  \
                 other::with!(a)",
        );
    }
}

const STRAY: &str = "return  break  continue  'a  |  ||  <  >  <<  ::  .  ..  ?  !    #  #!  ;  ,  =  =>  ->  \
    :  loop  while  for  match  if  else  unsafe  async  const  static  move  let  in  as  \
    fn  @(return)  @('a)  @({ break })  finally  yield_!()  @[scope fn in]";
