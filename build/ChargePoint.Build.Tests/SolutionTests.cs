namespace ChargePoint.Build.Tests;

/// <summary>'dotnet test' in the root runs what the solution names, and nothing says so when that is less than there is.</summary>
[TestClass]
public sealed class SolutionTests
{
    [TestMethod]
    public void Every_test_project_is_in_the_solution()
    {
        string root = FootprintTests.Root();
        string solution = File.ReadAllText(Path.Combine(root, "ChargePoint.sln")).Replace('\\', '/');
        string[] projects = [.. Directory.GetDirectories(root).SelectMany(top => Directory.GetDirectories(top).Append(top))
            .SelectMany(folder => Directory.GetFiles(folder, "*.Tests.csproj"))
            .Select(file => Path.GetRelativePath(root, file).Replace('\\', '/'))];

        Assert.IsGreaterThan(15, projects.Length);
        foreach (string project in projects) StringAssert.Contains(solution, $"\"{project}\"", StringComparison.Ordinal);
    }
}
