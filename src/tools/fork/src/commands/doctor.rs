//! `x.py doctor`: what is there, what is missing, and the command that mends it.

use std::process::ExitCode;

use anyhow::Result;

use crate::host::llvm;
use crate::host::memory::{self, Memory};
use crate::host::needs::{self, NEEDS, Need};
use crate::host::room::{self, Room};
use crate::host::stage0::Stage0;
use crate::host::system;
use crate::project::Project;
use crate::series::base::{self, Base};
use crate::series::repository::Repository;

struct Finding {
    what: String,
    /// What is wrong and what mends it.
    wrong: Option<String>,
}

fn good(what: impl Into<String>) -> Finding {
    Finding { what: what.into(), wrong: None }
}

fn bad(what: impl Into<String>, mend: impl Into<String>) -> Finding {
    Finding { what: what.into(), wrong: Some(mend.into()) }
}

/// Prints the findings; the exit code says whether a build can begin.
pub fn doctor(project: &Project) -> Result<ExitCode> {
    let mut findings = vec![base(project)?, stage0(project)];
    findings.extend(programs(project));
    findings.push(disk(project));
    findings.push(memory(project));
    let wrong = findings.iter().filter(|finding| finding.wrong.is_some()).count();
    for Finding { what, wrong } in findings {
        match wrong {
            None => println!("ok       {what}"),
            Some(mend) => {
                println!("MISSING  {what}\n         {}", mend.replace('\n', "\n         "))
            }
        }
    }
    println!(
        "{}",
        match wrong {
            0 => "everything is there".to_owned(),
            1 => "1 thing is missing".to_owned(),
            _ => format!("{wrong} things are missing"),
        }
    );
    Ok(if wrong == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn base(project: &Project) -> Result<Finding> {
    let repository = Repository::read(&project.layout)?;
    let version = &repository.version;
    let what = format!("base: rustc {version}");
    if let Ok(is) = base::version_of(&project.layout.tree()) {
        let there = format!("{what}, in {}", project.layout.tree().display());
        return Ok(match is == *version {
            true => good(there),
            false => bad(what, format!("build/rust is {is}; move it away, then `./x.py prepare`")),
        });
    }
    let present = match Base::present(project, &repository) {
        Ok(present) => present,
        Err(error) => return Ok(bad(what, format!("{error:#}"))),
    };
    let passed_over: String = present.passed_over.iter().map(|line| format!("; {line}")).collect();
    Ok(good(match present.base {
        Some(base) => format!("{what}, in {}{passed_over}", base.what),
        None if system::is_debian() => {
            format!("{what}: `./x.py prepare` fetches the package{passed_over}")
        }
        None => format!("{what}: `./x.py prepare` fetches upstream's release{passed_over}"),
    }))
}

fn stage0(project: &Project) -> Finding {
    match Stage0::find(&project.settings) {
        Ok(stage0) => {
            good(format!("stage0: rustc {} at {}", stage0.version, stage0.rustc.display()))
        }
        Err(error) => bad("stage0: rustc 1.95 or 1.96", format!("{error:#}")),
    }
}

fn programs(project: &Project) -> Vec<Finding> {
    let settings = &project.settings;
    let find = |need: &Need| match need.is_met(settings) {
        true => good(need.what),
        false => {
            let instead = need.instead().map(|instead| instead + "\n").unwrap_or_default();
            bad(need.what, instead + &needs::how_to_have(need, settings))
        }
    };
    let mut findings: Vec<_> =
        NEEDS.iter().filter(|need| need.applies(settings)).map(find).collect();
    if let Err(error) = llvm::check_setting(settings) {
        findings.push(bad("the LLVM of config.toml", format!("{error:#}")));
    }
    findings
}

fn disk(project: &Project) -> Finding {
    let needed = Room::to_build(&project.layout).or_as_set(&project.settings).disk;
    let free = room::free_disk(&project.layout.build()).map(|free| free >> 30);
    match free {
        Some(free) if free < needed => bad(
            format!("disk: {needed} GB free, there are {free}"),
            format!("make room in {}", project.layout.build().display()),
        ),
        Some(free) => good(format!("disk: {free} GB free, {needed} needed")),
        None => good(format!("disk: {needed} GB needed")),
    }
}

fn memory(project: &Project) -> Finding {
    let needed = Room::to_build(&project.layout).or_as_set(&project.settings).memory;
    match memory::memory() {
        Some(Memory { bytes, is_of_group }) if bytes >> 30 < needed => bad(
            format!("memory: {needed} GB, there are {}", bytes >> 30),
            match is_of_group {
                true => "the control group of this process sets the limit: give it more",
                false => "add swap: fallocate -l 8G /swapfile; mkswap /swapfile; swapon /swapfile",
            },
        ),
        Some(Memory { bytes, .. }) => good(format!("memory: {} GB, {needed} needed", bytes >> 30)),
        None => good(format!("memory: {needed} GB needed")),
    }
}
