//! Code that parses and that nobody writes, because it cannot mean anything: `return += a`, `|| .. + b`,
//! `let a = continue else { .. }`. The scanner need not see it as the parser does.

use syn::{
    Block, Expr, ItemMacro, Local,
    visit::{self, Visit},
};

/// Whether there is any in this block, in closures and items too.
pub(super) fn is_in(block: &Block) -> bool {
    let mut search = Search { found: false };
    search.visit_block(block);
    search.found
}

struct Search {
    found: bool,
}

impl<'ast> Visit<'ast> for Search {
    /// An operator follows a jump or an open range: it would be part of the operand, if it could.
    fn visit_expr(&mut self, expr: &'ast Expr) {
        self.found |= left_operand(expr).is_some_and(is_open);
        visit::visit_expr(self, expr);
    }

    /// `m! name { .. }`
    fn visit_item_macro(&mut self, item: &'ast ItemMacro) {
        self.found |= item.ident.is_some() && !item.mac.path.is_ident("macro_rules");
    }

    /// An `else` follows one.
    fn visit_local(&mut self, local: &'ast Local) {
        self.found |= local.init.as_ref().is_some_and(|init| init.diverge.is_some() && is_open(&init.expr));
        visit::visit_local(self, local);
    }
}

fn left_operand(expr: &Expr) -> Option<&Expr> {
    match expr {
        Expr::Assign(expr) => Some(&expr.left),
        Expr::Await(expr) => Some(&expr.base),
        Expr::Binary(expr) => Some(&expr.left),
        Expr::Call(expr) => Some(&expr.func),
        Expr::Cast(expr) => Some(&expr.expr),
        Expr::Field(expr) => Some(&expr.base),
        Expr::Index(expr) => Some(&expr.expr),
        Expr::MethodCall(expr) => Some(&expr.receiver),
        Expr::Range(expr) => expr.start.as_deref(),
        Expr::Try(expr) => Some(&expr.expr),
        _ => None,
    }
}

/// Whether it ends in what takes all that follows as its operand.
fn is_open(expr: &Expr) -> bool {
    match expr {
        Expr::Return(_) | Expr::Break(_) | Expr::Continue(_) => true,
        Expr::Assign(expr) => is_open(&expr.right),
        Expr::Binary(expr) => is_open(&expr.right),
        Expr::Closure(expr) => is_open(&expr.body),
        Expr::Let(expr) => is_open(&expr.expr),
        Expr::Range(expr) => expr.start.is_none() || expr.end.as_deref().is_none_or(is_open),
        Expr::RawAddr(expr) => is_open(&expr.expr),
        Expr::Reference(expr) => is_open(&expr.expr),
        Expr::Unary(expr) => is_open(&expr.expr),
        _ => false,
    }
}
