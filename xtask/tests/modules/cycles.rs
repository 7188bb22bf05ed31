//! Cycles in a graph of modules.

use std::collections::{BTreeMap, BTreeSet};

/// For each module the modules that it imports, with one of the paths by which it does.
pub(crate) type Imports = BTreeMap<String, BTreeMap<String, String>>;

/// The groups of modules that all reach each other (strongly connected components): the names on
/// one line, and below it which module imports which.
pub(crate) fn cycles(name: &str, imports: &Imports) -> Vec<String> {
    let reached: BTreeMap<&str, BTreeSet<&str>> =
        imports.keys().map(|module| (module.as_str(), reachable(module, imports))).collect();
    let mut seen = BTreeSet::new();
    let mut groups = Vec::new();
    for (module, others) in &reached {
        if !others.contains(module) || !seen.insert(*module) {
            continue;
        }
        let is_in_it = |other: &&&str| reached[**other].contains(module);
        let group: Vec<&str> = others.iter().filter(is_in_it).copied().collect();
        seen.extend(&group);
        groups.push(shown(name, &group, imports));
    }
    groups
}

fn reachable<'a>(module: &str, imports: &'a Imports) -> BTreeSet<&'a str> {
    let mut found = BTreeSet::new();
    let mut open = vec![module];
    while let Some(next) = open.pop() {
        for target in imports[next].keys() {
            if found.insert(target.as_str()) {
                open.push(target);
            }
        }
    }
    found
}

fn shown(name: &str, group: &[&str], imports: &Imports) -> String {
    let label = |module: &str| if module.is_empty() { "(root)".to_owned() } else { module.into() };
    let names: Vec<String> = group.iter().map(|module| label(module)).collect();
    let imports = group.iter().flat_map(|module| {
        let targets = imports[*module].iter().filter(|(it, _)| group.contains(&it.as_str()));
        targets.map(move |(target, path)| {
            format!("\n  {} imports {} by `{path}`", label(module), label(target))
        })
    });
    format!("{name}: {}{}", names.join(", "), imports.collect::<String>())
}
