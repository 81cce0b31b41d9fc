using Reminisce.Memory.Tests.Fakes;

namespace Reminisce.Memory.Tests.Media;

public sealed class ThumbnailTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("reminisce-thumbnails-").FullName;
    private readonly TestMemory _test = new();

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task GetThumbnailAsync_Picture_GivesWhatWasMadeWhenItWasRemembered()
    {
        var picture = await _test.AddAsync(TestMemory.Picture("brown dog", "2026-11-14T20:01"));
        var note = await _test.AddAsync("a note", "2026-11-14T20:01");
        Assert.Equal("brown"u8.ToArray(), (await _test.Memory.GetThumbnailAsync(picture))!.Value.ToArray());
        Assert.Null(await _test.Memory.GetThumbnailAsync(note));
        Assert.Null(await _test.Memory.GetThumbnailAsync(picture, new MemoryScope(User: "eve")));
        Assert.Null(await _test.Memory.GetThumbnailAsync(Guid.NewGuid()));
    }

    [Fact]
    public async Task GetThumbnailAsync_AfterItWasDeleted_IsMadeFromTheOriginalIfThatIsStillTheSame()
    {
        var path = Path.Combine(_folder, "dog.png");
        await File.WriteAllTextAsync(path, "brown dog");
        var input = TestMemory.Picture("brown dog", "2026-11-14T20:01");
        input.MediaReference = path;
        var id = await _test.AddAsync(input);
        _test.Index.DropThumbnails();
        Assert.NotNull(await _test.Memory.GetThumbnailAsync(id));
        await File.WriteAllTextAsync(path, "white cat");
        Assert.Null(await _test.Memory.GetThumbnailAsync(id));
        File.Delete(path);
        Assert.Null(await _test.Memory.GetThumbnailAsync(id));
        Assert.Single(await _test.Memory.GetAsync([id]));
    }

    [Fact]
    public async Task ForgetAsync_Picture_TakesItsThumbnail()
    {
        var id = await _test.AddAsync(TestMemory.Picture("brown dog", "2026-11-14T20:01"));
        await _test.Memory.ForgetAsync((await _test.Memory.PreviewForgetAsync([id])).Token);
        Assert.Empty(await _test.Index.GetThumbnailsAsync([id], default));
    }

    [Fact]
    public async Task ExportImport_Picture_CarriesItsThumbnail()
    {
        var id = await _test.AddAsync(TestMemory.Picture("brown dog", "2026-11-14T20:01"));
        var folder = Path.Combine(_folder, "export");
        await _test.Memory.ExportAsync(folder);
        var other = new TestMemory();
        Assert.Equal(1, (await other.Memory.ImportAsync(folder)).Added);
        Assert.Equal("brown"u8.ToArray(), (await other.Memory.GetThumbnailAsync(id))!.Value.ToArray());
    }

    [Fact]
    public void Constructor_SideOutOfRange_IsRefused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new ReminisceMemory(_test.Index, new MemoryOptions { ThumbnailSide = 5000 }, _test.Clock));
}
