using ChargePoint.Build;

// An argument @file stands for the lines of that file.
string[] arguments = [.. args.SelectMany(a => a.StartsWith('@') ? File.ReadAllLines(a[1..]).Where(l => l.Length > 0) : [a])];
try
{
    return arguments switch
    {
        ["sizes", string project, .. string[] assemblies] when assemblies.Length > 0 => AssemblySizes.Report(project, assemblies, Console.Out),
        ["link", string folder, string packs, string references] => PackLinker.Link(folder, File.ReadAllLines(packs), File.ReadAllLines(references), Console.Out),
        ["names", string names] => SourceNames.Write(File.ReadAllLines(names), Console.In, Console.Out),
        ["image", string output, string limit, string application, .. string[] references] =>
            DeploymentImage.Write(output, int.Parse(limit), application, references, Console.Out),
        ["footprint", string document, string nanoClr, string application, .. string[] runFiles] =>
            Footprint.Run(document, nanoClr, application, runFiles, Console.Out),
        ["nanoclr", string nanoClr, .. string[] runFiles] when runFiles.Length > 0 => NanoClrRun.Run(nanoClr, runFiles, Console.Out),
        _ => Usage(),
    };
}
catch (BuildException problem)
{
    // the form that MSBuild shows as an error of the build
    Console.Out.WriteLine($"{problem.Origin} : error {problem.Code}: {problem.Message}");
    return 1;
}

static int Usage()
{
    Console.Error.WriteLine("""
        usage: ChargePoint.Build sizes PROJECT ASSEMBLY...
               ChargePoint.Build link FOLDER FILE-NAMING-PACKS FILE-NAMING-REFERENCES
               ChargePoint.Build names NAMES-FILE (reads a log, and writes it with the names of the source)
               ChargePoint.Build image OUTPUT LIMIT APPLICATION REFERENCE...
               ChargePoint.Build nanoclr NANOCLR RUN-FILE...
               ChargePoint.Build footprint DOCUMENT NANOCLR APPLICATION-RUN-FILE RUN-FILE...
        Assemblies are named by their .dll or .exe; the .pe stands beside it.
        """);
    return 2;
}
