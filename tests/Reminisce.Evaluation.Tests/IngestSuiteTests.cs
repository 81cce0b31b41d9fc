using SkiaSharp;

namespace Reminisce.Evaluation.Tests;

public sealed class IngestSuiteTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("reminisce-ingest-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Read_CaptionedImages_PictureThenNoteInTimeOrder()
    {
        WritePictures(3);
        var day = IngestDay.Read(_folder, 5);
        Assert.Equal([true, false, true, false, true], day.Select(i => !i.Media.IsEmpty));
        Assert.Equal(["a coloured square number 0", "a coloured square number 1"], day.Where(i => i.Text is not null).Select(i => i.Text));
        Assert.Equal(day.Select(i => i.OccurredAt).Order(), day.Select(i => i.OccurredAt));
        Assert.Equal(5, day.Select(i => i.OccurredAt).Distinct().Count());
        Assert.Throws<InvalidDataException>(() => IngestDay.Read(Path.Combine(_folder, "nothing"), 5));
    }

    [Fact]
    public async Task RunAsync_AFewItems_CountsThemOnceAndHasEveryKey()
    {
        WritePictures(4);
        using var encoder = MiniPack.Open();
        var report = await new IngestSuite(encoder, Path.Combine(_folder, "work"), new Progress()).RunAsync(IngestDay.Read(_folder, 8), CancellationToken.None);
        Assert.Equal((8, 4), ((int)report["items"]!, (int)report["pictures"]!));
        foreach (var key in new[] { "items_per_second", "cpu_ratio", "cpu_seconds_per_item", "bytes_per_item", "bytes_per_item_full" })
        {
            Assert.True((double)report[key]! > 0, key);
        }

        // Activations are what the full-depth run does not keep.
        Assert.True((double)report["bytes_per_item"]! > (double)report["bytes_per_item_full"]!);
        Assert.InRange((double)report["overhead_ms_per_item"]!, 0, 8 * 1000 / (double)report["items_per_second"]!);
    }

    private void WritePictures(int count)
    {
        var images = Directory.CreateDirectory(Path.Combine(_folder, "images")).FullName;
        var lines = new List<string> { "image\tsplit\tindex\tcaption" };
        for (var i = 0; i < count; i++)
        {
            using var bitmap = new SKBitmap(64, 64);
            bitmap.Erase(new SKColor((byte)(i * 60), (byte)(255 - (i * 40)), 90));
            using var data = bitmap.Encode(SKEncodedImageFormat.Jpeg, 90);
            File.WriteAllBytes(Path.Combine(images, $"{i}.jpg"), data.ToArray());
            lines.Add($"{i}.jpg\tdev\t0\ta coloured square number {i}");
        }

        File.WriteAllLines(Path.Combine(_folder, "captions.tsv"), lines);
    }
}
