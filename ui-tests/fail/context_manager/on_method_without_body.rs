use with_cleanup::context_manager;

trait Text {
    #[context_manager]
    fn text(&self) -> String;
}

fn main() {}
