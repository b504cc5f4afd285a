using ChargePoint.Build;

// An argument @file stands for the lines of that file.
string[] arguments = [.. args.SelectMany(a => a.StartsWith('@') ? File.ReadAllLines(a[1..]).Where(l => l.Length > 0) : [a])];
try
{
    return arguments switch
    {
        ["sizes", .. string[] assemblies] when assemblies.Length > 0 => AssemblySizes.Report(assemblies, Console.Out),
        ["pack", string folder, .. string[] files] when files.Length > 0 => PackSources.Write(folder, files, Console.Out),
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
        usage: ChargePoint.Build sizes ASSEMBLY...
               ChargePoint.Build pack FOLDER SOURCE... REFERENCE...
               ChargePoint.Build image OUTPUT LIMIT APPLICATION REFERENCE...
               ChargePoint.Build nanoclr NANOCLR RUN-FILE...
               ChargePoint.Build footprint DOCUMENT NANOCLR APPLICATION-RUN-FILE RUN-FILE...
        Assemblies are named by their .dll or .exe; the .pe stands beside it.
        """);
    return 2;
}
