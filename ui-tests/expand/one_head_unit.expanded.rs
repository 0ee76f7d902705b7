/// A body that ends in `;`.
fn one_head_unit() {
    {
        let scope = ::with_cleanup::__private::Scope::unmarked();
        let witness = ::with_cleanup::__private::Witness::start();
        let value = Vec::new();
        let mut slot = ::with_cleanup::__private::Manager::of(&value).slot(value);
        let mut guard0 = slot
            .enter(scope, const { &::with_cleanup::__private::Name("list").here() });
        let witness = witness.and(&guard0);
        let list = guard0.target();
        witness
            .close_unit(
                {
                    list.push(2);
                },
                |exits| {
                    guard0.exit(exits);
                },
            )
    };
}
