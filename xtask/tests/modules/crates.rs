//! The crates of a workspace, and which module of each imports which.

use std::collections::{BTreeMap, HashMap};
use std::fs;
use std::path::Path;

use syn::Item;

use super::cycles::Imports;
use super::paths::{Named, NamedPath, is_for_tests};

/// A crate. Modules are named by their path in it, and the root by the empty string.
pub(crate) struct Crate {
    pub(crate) name: String,
    pub(crate) imports: Imports,
}

/// For a module and a name in it the module that the name comes from; `None` if that is in
/// another crate.
type ReExports = HashMap<(String, String), Option<String>>;

/// The modules of a crate, and what each names.
struct Modules<'a> {
    name: &'a str,
    named: BTreeMap<String, Named>,
}

impl Crate {
    /// Every library and every binary that the directories of a workspace have.
    pub(crate) fn all(root: &Path) -> Vec<Self> {
        let mut crates = Vec::new();
        let packages =
            fs::read_dir(root).expect("the workspace").map(|entry| entry.expect("an entry").path());
        let mut packages: Vec<_> = packages.filter(|it| it.join("Cargo.toml").is_file()).collect();
        packages.sort();
        for package in packages {
            let name = package.file_name().expect("a name").to_string_lossy().into_owned();
            let source = package.join("src");
            let mut roots =
                vec![(name.clone(), source.join("lib.rs")), (name, source.join("main.rs"))];
            let binaries = fs::read_dir(source.join("bin")).into_iter().flatten();
            for binary in binaries.map(|entry| entry.expect("an entry").path()) {
                let name = binary.file_stem().expect("a name").to_string_lossy().into_owned();
                let main = if binary.is_dir() { binary.join("main.rs") } else { binary };
                roots.push((format!("bin {name}"), main));
            }
            for (name, root) in roots.into_iter().filter(|(_, root)| root.is_file()) {
                let mut sources = Vec::new();
                read(&root, "", &mut sources);
                crates.push(Self::new(name, &sources));
            }
        }
        crates
    }

    /// A crate made of sources, each with the path of its module.
    pub(crate) fn from_sources(name: &str, modules: &[(&str, &str)]) -> Self {
        let parse = |source| syn::parse_file(source).expect("Rust").items;
        let sources: Vec<_> =
            modules.iter().map(|(path, source)| ((*path).to_owned(), parse(source))).collect();
        Self::new(name.to_owned(), &sources)
    }

    fn new(name: String, sources: &[(String, Vec<Item>)]) -> Self {
        let mut modules = Modules { name: &name.replace('-', "_"), named: BTreeMap::new() };
        for (path, items) in sources {
            modules.add(path, items);
        }
        let imports = modules.imports();
        Self { name, imports }
    }
}

/// Reads the module in a file, and those that it declares.
fn read(file: &Path, path: &str, sources: &mut Vec<(String, Vec<Item>)>) {
    let source = fs::read_to_string(file).expect("the file of a module");
    let parsed = syn::parse_file(&source);
    let items = parsed.unwrap_or_else(|error| panic!("{}: {error}", file.display())).items;
    let stem = file.file_stem().expect("a name").to_string_lossy();
    let parent = file.parent().expect("a directory");
    let is_root = ["lib", "main", "mod"].contains(&&*stem);
    let directory = if is_root { parent.to_owned() } else { parent.join(&*stem) };
    for item in &items {
        let Item::Mod(module) = item else { continue };
        if module.content.is_some() || is_for_tests(&module.attrs) {
            continue;
        }
        let name = module.ident.to_string();
        let files = [directory.join(format!("{name}.rs")), directory.join(&name).join("mod.rs")];
        let file = files.iter().find(|file| file.is_file());
        read(
            file.unwrap_or_else(|| panic!("no file for `mod {name}`")),
            &join(path, &name),
            sources,
        );
    }
    sources.push((path.to_owned(), items));
}

fn join(path: &str, name: &str) -> String {
    if path.is_empty() { name.to_owned() } else { format!("{path}::{name}") }
}

impl Modules<'_> {
    /// Adds a module, and those inside of it.
    fn add(&mut self, path: &str, items: &[Item]) {
        self.named.insert(path.to_owned(), Named::from_items(items));
        for item in items {
            if let Item::Mod(module) = item
                && let Some((_, items)) = &module.content
                && !is_for_tests(&module.attrs)
            {
                self.add(&join(path, &module.ident.to_string()), items);
            }
        }
    }

    fn imports(&self) -> Imports {
        let re_exports = self.re_exports();
        let modules = self.named.iter().map(|(module, named)| {
            let mut targets = BTreeMap::new();
            for path in &named.paths {
                if let Some(target) = self.target(module, path, &re_exports)
                    && target != *module
                {
                    targets.entry(target).or_insert_with(|| path.segments.join("::"));
                }
            }
            (module.clone(), targets)
        });
        modules.collect()
    }

    /// The names that the root, or a module in its file, re-exports, each with the module
    /// that it comes from. Of those modules only `__private` is there for re-exports alone.
    fn re_exports(&self) -> ReExports {
        let facades =
            ["", "__private"].into_iter().filter_map(|it| Some((it, self.named.get(it)?)));
        let names = facades.flat_map(|(facade, named)| {
            named.re_exports.iter().map(move |re_export| {
                let module = self.module(facade, &re_export.path).map(|(module, _)| module);
                ((facade.to_owned(), re_export.name.clone()), module)
            })
        });
        // An exported macro is a name of the root, wherever it is defined.
        let macros = self.named.iter().flat_map(|(module, named)| {
            let macros = named.exported_macros.iter();
            macros.map(|name| ((String::new(), name.clone()), Some(module.clone())))
        });
        names.chain(macros).collect()
    }

    /// The module that a path leads to; `None` if that is in another crate.
    fn target(&self, from: &str, path: &NamedPath, re_exports: &ReExports) -> Option<String> {
        let (module, rest) = self.module(from, path)?;
        let name = rest.first().cloned().unwrap_or_default();
        re_exports.get(&(module.clone(), name)).cloned().unwrap_or(Some(module))
    }

    /// The deepest module on a path, and what is left of the path.
    fn module(&self, from: &str, path: &NamedPath) -> Option<(String, Vec<String>)> {
        let mut segments = path.segments.iter().map(String::as_str).peekable();
        let mut module = match *segments.peek()? {
            name if path.is_global && name != self.name => return None,
            name if name == "crate" || name == self.name => {
                segments.next();
                String::new()
            }
            "self" => {
                segments.next();
                from.to_owned()
            }
            "super" => {
                let mut module = from;
                while segments.next_if_eq(&"super").is_some() {
                    module = module.rsplit_once("::").map_or("", |(parent, _)| parent);
                }
                module.to_owned()
            }
            name if self.named.contains_key(&join(from, name)) => from.to_owned(),
            _ => return None,
        };
        while let Some(name) =
            segments.next_if(|name| self.named.contains_key(&join(&module, name)))
        {
            module = join(&module, name);
        }
        Some((module, segments.map(str::to_owned).collect()))
    }
}
