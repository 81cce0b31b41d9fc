using ChatWithMemory.Hosting;
using ChatWithMemory.Import;

namespace ChatWithMemory.Tests.Import;

public sealed class FolderScanTests
{
    [Fact]
    public void Of_NestedFolders_ListsEveryFileInTheSameOrder()
    {
        using var folder = new TempFolder();
        folder.Write("b/two.txt", "2");
        folder.Write("a.txt", "1");
        folder.Write("b/c/three.md", "3");

        Assert.Equal(["a.txt", "b/c/three.md", "b/two.txt"], FolderScan.Of(folder.Root).Files.Select(file => Path.GetRelativePath(folder.Root, file)));
    }

    [Fact]
    public void Of_LinkBackUp_IsNotFollowed()
    {
        using var folder = new TempFolder();
        folder.Write("a.txt", "1");
        Directory.CreateSymbolicLink(folder.Path("loop"), folder.Root);

        Assert.Single(FolderScan.Of(folder.Root).Files);
    }

    [Fact]
    public void Of_AFile_SaysThatAFolderIsNeeded()
    {
        using var folder = new TempFolder();
        var file = folder.Write("a.txt", "1");

        Assert.Contains("needs a folder", Assert.Throws<UserErrorException>(() => FolderScan.Of(file)).Message, StringComparison.Ordinal);
    }
}
