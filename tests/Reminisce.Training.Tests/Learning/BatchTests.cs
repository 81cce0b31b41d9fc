using Reminisce.Training.Algebra;
using Reminisce.Training.Learning.Batches;
using Reminisce.Training.Learning.Towers;
using SkiaSharp;

namespace Reminisce.Training.Tests.Learning;

public sealed class BatchTests
{
    private static readonly string[] s_vocabulary = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", .. Enumerable.Range(0, 60).Select(i => "w" + i)];

    [Fact]
    public void TextBatch_EveryRow_HoldsTwoCaptionsOfThePictureThatTheTeacherSees()
    {
        // Picture p has the captions "w(5p)" to "w(5p + 4)" and two views whose features are p.
        var captions = new CaptionTokens(Enumerable.Range(0, 6).Select(p => (IReadOnlyList<string>)[.. Enumerable.Range(5 * p, 5).Select(w => "w" + w)]), s_vocabulary, 5);
        var pairs = new CaptionTokens(Enumerable.Range(40, 4).Select(w => (IReadOnlyList<string>)["w" + w, "w" + (w + 10)]), s_vocabulary, 5);
        var teacher = new Matrix(12, 1, [.. Enumerable.Range(0, 12).Select(view => (float)(view / 2))]);
        using var batches = new TextBatches(captions, teacher, pairs, new TextBatchOptions(3, 2, 0, 0, 1));

        for (var step = 1; step <= 20; step++)
        {
            var batch = batches.Get(step);
            var words = Words(batch[TextGraph.Ids].GetTensorDataAsSpan<long>(), 5);
            var seen = batch[TextGraph.Teacher].GetTensorDataAsSpan<float>().ToArray();

            Assert.Equal(10, words.Length);
            for (var i = 0; i < 3; i++)
            {
                Assert.Equal(seen[i], words[2 * i] / 5);
                Assert.Equal(seen[i], words[(2 * i) + 1] / 5);
                Assert.NotEqual(words[2 * i], words[(2 * i) + 1]);
            }

            Assert.All([6, 8], row => Assert.Equal(10, Math.Abs(words[row] - words[row + 1])));
        }
    }

    [Fact]
    public void TextBatch_WordLoss_HidesThatShareOfTheWordsAndNoMark()
    {
        var text = string.Join(' ', Enumerable.Range(0, 20).Select(w => "w" + w));
        var captions = new CaptionTokens(Enumerable.Range(0, 8).Select(_ => (IReadOnlyList<string>)[text, text]), s_vocabulary, 22);
        using var batches = new TextBatches(captions, new Matrix(8, 1), captions, new TextBatchOptions(8, 8, 0.25f, 0.25f, 3));

        var ids = Enumerable.Range(1, 20).SelectMany(step => batches.Get(step)[TextGraph.Ids].GetTensorDataAsSpan<long>().ToArray()).Chunk(22).ToArray();

        Assert.All(ids, row => Assert.Equal((2, 3), (row[0], row[^1])));
        Assert.InRange(ids.Average(row => row.Count(id => id == 1) / 20.0), 0.23, 0.27);
    }

    [Fact]
    public void PictureBatch_EveryRow_HoldsItsOwnCaptionsAndItsViewsFeatures()
    {
        var pictures = new PictureSet(4, 16);
        var views = PictureView.DrawAll(4, 2, 16, new Augmentation(0.5f, 0, 0), 1);
        var teacher = new Matrix(8, 1, [.. Enumerable.Range(0, 8).Select(view => (float)view)]);

        // Pictures have 1, 2, 3 and 4 captions; a caption's value is its picture's number.
        var words = new Matrix(10, 1, [0, 1, 1, 2, 2, 2, 3, 3, 3, 3]);
        using var batches = new PictureBatches(new TaughtPictures(pictures, views, teacher), words, [1, 2, 3, 4], new PictureBatchOptions(2, 2, 0, 8, new Augmentation(0.5f, 0, 0), 0, 5));
        var met = new HashSet<float>();

        for (var step = 1; step <= 40; step++)
        {
            var batch = batches.Get(step);
            var seen = batch[PictureGraph.Teacher].GetTensorDataAsSpan<float>().ToArray();
            var said = batch[PictureGraph.Words].GetTensorDataAsSpan<float>().ToArray();
            met.UnionWith(seen);

            Assert.Equal([.. seen.SelectMany(view => new[] { MathF.Floor(view / 2), MathF.Floor(view / 2) })], said);
        }

        Assert.Equal(8, met.Count);
    }

    [Fact]
    public void PictureBatch_Blended_MixesThePictureAndTheTeacherWithTheNextByTheSameShare()
    {
        // Every picture is of one grey, and the teacher says which.
        var teacher = new Matrix(4, 1, [.. Enumerable.Range(0, 4).Select(Grey)]);
        var words = new Matrix(4, 1, [0, 1, 2, 3]);
        using var batches = new PictureBatches(
            new TaughtPictures(Greys(4), PictureView.DrawAll(4, 1, 16, new Augmentation(1, 0, 0), 1), teacher), words, [1, 1, 1, 1], new PictureBatchOptions(3, 1, 0, 8, new Augmentation(1, 0, 0), 0.5f, 5));
        var shares = new List<float>();

        for (var step = 1; step <= 200; step++)
        {
            var batch = batches.Get(step);
            var pixels = batch[PictureGraph.Pixels].GetTensorDataAsSpan<float>().ToArray();
            var seen = batch[PictureGraph.Teacher].GetTensorDataAsSpan<float>().ToArray();
            var own = Array.ConvertAll(batch[PictureGraph.Words].GetTensorDataAsSpan<float>().ToArray(), w => teacher[(int)w, 0]);
            for (var i = 0; i < 3; i++)
            {
                var next = own[(i + 1) % 3];
                shares.Add((seen[i] - own[i]) / (next - own[i]));
                Assert.Equal(seen[i], pixels[i * 3 * 8 * 8], 4);
            }
        }

        Assert.All(shares, share => Assert.InRange(share, -1e-5f, 0.5f));
        Assert.InRange(shares.Count(share => share > 0.01f) / (double)shares.Count, 0.43, 0.55);
        Assert.InRange(shares.Where(share => share > 0.01f).Average(), 0.22, 0.29);
    }

    [Fact]
    public void PictureBatch_Others_FollowTheCaptionedWithWhatTheTeacherSaysOfThem()
    {
        var views = PictureView.DrawAll(4, 2, 16, new Augmentation(0.5f, 0, 0), 1);
        var captioned = new TaughtPictures(new PictureSet(4, 16), views, new Matrix(8, 1, [.. Enumerable.Range(0, 8).Select(view => (float)view)]));
        var small = new TaughtPictures(Greys(5), PictureView.DrawAll(5, 1, 16, new Augmentation(1, 0, 0), 1), new Matrix(5, 1, [.. Enumerable.Range(0, 5).Select(i => Grey(i))]));
        var words = new Matrix(4, 1, [0, 1, 2, 3]);
        var options = new PictureBatchOptions(2, 1, 3, 8, new Augmentation(0.5f, 0, 0), 0, 5);
        using var batches = new PictureBatches(captioned, words, [1, 1, 1, 1], options, small);
        using var alone = new PictureBatches(captioned, words, [1, 1, 1, 1], options with { Others = 0 });
        var met = new HashSet<float>();

        for (var step = 1; step <= 20; step++)
        {
            var batch = batches.Get(step);
            var seen = batch[PictureGraph.Teacher].GetTensorDataAsSpan<float>().ToArray();
            var pixels = batch[PictureGraph.Pixels].GetTensorDataAsSpan<float>().ToArray();
            met.UnionWith(seen[2..]);

            Assert.Equal(5, seen.Length);
            Assert.Equal(alone.Get(step)[PictureGraph.Teacher].GetTensorDataAsSpan<float>().ToArray()[0], seen[0]);
            Assert.Equal(2, batch[PictureGraph.Words].GetTensorDataAsSpan<float>().Length);
            Assert.All(Enumerable.Range(2, 3), i => Assert.Equal(seen[i], pixels[i * 3 * 8 * 8], 4));
        }

        Assert.Equal(Enumerable.Range(0, 5).Select(Grey), met.Order());
    }

    [Fact]
    public void LabelledPictures_OfAFile_AreReadWithTheirClassesAndSampledEvenly()
    {
        using var folder = new TemporaryFolder();
        DrawnPictures.Write(folder.Path, 8);

        var (pictures, labels, classes) = LabelledPictures.Read(DrawnPictures.WriteSmall(folder.Path, 8), 32);

        Assert.Equal((8, 2), (pictures.Count, classes));
        Assert.Equal([0, 1, 0, 1, 0, 1, 0, 1], labels);
        var sample = pictures.Sample(4);
        Assert.Equal(4, sample.Count);
        Assert.Equal(Planes(pictures, 6), Planes(sample, 3));
        Assert.NotEqual(Planes(pictures, 3), Planes(sample, 3));
        Assert.Throws<ArgumentOutOfRangeException>(() => pictures.Sample(9));
    }

    [Theory]
    [InlineData("n9\t0\t10", "expected a class of classes.tsv")]
    [InlineData("n1\t0\t999999", "images.bin has")]
    public void LabelledPictures_WrongRow_IsNamed(string row, string reason)
    {
        using var folder = new TemporaryFolder();
        DrawnPictures.Write(folder.Path, 2);
        var small = DrawnPictures.WriteSmall(folder.Path, 2);
        File.AppendAllLines(Path.Combine(small, "index.tsv"), [row]);

        var error = Assert.Throws<InvalidDataException>(() => LabelledPictures.Read(small, 32));

        Assert.Contains("Row 4 of", error.Message, StringComparison.Ordinal);
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void PictureBatches_TeacherOfFewerViews_AreRefused()
    {
        var error = Assert.Throws<ArgumentException>(() => new PictureBatches(
            new TaughtPictures(new PictureSet(2, 16), PictureView.DrawAll(2, 2, 16, new Augmentation(0.5f, 0, 0), 1), new Matrix(3, 1)), new Matrix(2, 1), [1, 1], new PictureBatchOptions(1, 1, 0, 8, new Augmentation(0.5f, 0, 0), 0, 1)));

        Assert.Contains("4 views and 3 rows of the teacher", error.Message, StringComparison.Ordinal);
    }

    private static float Grey(int picture) => (50 * picture / 127.5f) - 1;

    private static PictureSet Greys(int count)
    {
        var pictures = new PictureSet(count, 16);
        for (var i = 0; i < count; i++)
        {
            using var bitmap = new SKBitmap(16, 16);
            bitmap.Erase(new SKColor((byte)(50 * i), (byte)(50 * i), (byte)(50 * i)));
            using var data = bitmap.Encode(SKEncodedImageFormat.Png, 100);
            pictures.Set(i, data.ToArray(), "grey");
        }

        return pictures;
    }

    private static float[] Planes(PictureSet pictures, int picture)
    {
        var planes = new float[3 * 32 * 32];
        pictures.Crop(picture, PictureView.Whole(32), false, 32, planes);
        return planes;
    }

    // The number of the only word of each text.
    private static int[] Words(ReadOnlySpan<long> ids, int length) =>
        [.. ids.ToArray().Chunk(length).Select(row => int.Parse(s_vocabulary[row[1]].AsSpan(1), System.Globalization.CultureInfo.InvariantCulture))];
}
