using Reminisce.Training.Algebra;
using Reminisce.Training.Learning.Batches;
using Reminisce.Training.Learning.Towers;
using Reminisce.Training.Onnx;

namespace Reminisce.Training.Learning.Export;

/// <summary>Runs the exported graphs over pictures and captions and keeps what each exit's head would project.</summary>
internal sealed class DualEncoderFeatures(DualEncoderOptions options, DualEncoderExport export)
{
    private const int BatchSize = 50;

    /// <summary>Pooled values of pictures, one matrix per image exit.</summary>
    public IReadOnlyList<Matrix> Pictures(PictureSet pictures)
    {
        var edge = options.ImageSize;
        var exits = options.ImageExits;
        var runners = Runners(exits, export.ImageStage, exit => export.Pool(false, export.ImageHead(exit).Scale, export.ImageHead(exit).Offset));
        var results = exits.Select(_ => new Matrix(pictures.Count, options.ImageWidth)).ToArray();
        var pixels = new float[BatchSize * 3 * edge * edge];
        for (var start = 0; start < pictures.Count; start += BatchSize)
        {
            var count = Math.Min(BatchSize, pictures.Count - start);
            for (var i = 0; i < count; i++)
            {
                pictures.Crop(start + i, PictureView.Whole(pictures.Size), false, edge, pixels.AsSpan(i * 3 * edge * edge));
            }

            var value = pixels[..(count * 3 * edge * edge)];
            long[] shape = [count, 3, edge, edge];
            for (var i = 0; i < exits.Count; i++)
            {
                value = runners[i].Stage.Run((i == 0 ? "pixel_values" : "hidden", GraphRunner.Tensor(value, shape)));
                shape = [count, options.Grid * options.Grid, options.ImageWidth];
                runners[i].Pool.Run(("hidden", GraphRunner.Tensor(value, shape))).CopyTo(results[i].Data, start * results[i].Columns);
            }
        }

        Release(runners);
        return results;
    }

    /// <summary>Pooled values of captions and their mean signatures, one matrix per text exit; rows in the order of pictures and their captions.</summary>
    public IReadOnlyList<Matrix> Captions(CaptionTokens captions)
    {
        var width = options.TextWidth + options.TextSignature;
        var exits = export.TextExits;
        var runners = Runners(exits, export.TextStage, exit => export.Pool(true, TextNorm(exit).Scale, TextNorm(exit).Offset));
        var rows = Enumerable.Range(0, captions.Count).SelectMany(p => Enumerable.Range(0, captions.CaptionsOf(p)).Select(c => (p, c))).ToArray();
        var results = exits.Select(_ => new Matrix(rows.Length, width)).ToArray();
        for (var start = 0; start < rows.Length; start += BatchSize)
        {
            var count = Math.Min(BatchSize, rows.Length - start);
            var ids = new long[count * captions.Length];
            var mask = new long[ids.Length];
            for (var i = 0; i < count; i++)
            {
                var (picture, caption) = rows[start + i];
                captions.Write(picture, caption, ids.AsSpan(i * captions.Length, captions.Length), mask.AsSpan(i * captions.Length, captions.Length));
            }

            float[] value = [];
            for (var i = 0; i < exits.Count; i++)
            {
                var first = i == 0 ? ("input_ids", GraphRunner.Tensor(ids, count, captions.Length)) : ("hidden", GraphRunner.Tensor(value, count, captions.Length, width));
                value = runners[i].Stage.Run(first, ("attention_mask", GraphRunner.Tensor(mask, count, captions.Length)));
                runners[i].Pool.Run(("hidden", GraphRunner.Tensor(value, count, captions.Length, width)), ("attention_mask", GraphRunner.Tensor(mask, count, captions.Length)))
                    .CopyTo(results[i].Data, start * width);
            }
        }

        Release(runners);
        return results;
    }

    /// <summary>Normalisation of the mean at a text exit: the trained one at full depth, a plain one before.</summary>
    public HeadWeights TextNorm(int exit)
    {
        var full = export.TextItemHead();
        return exit == options.TextLayers ? full : full with { Scale = [.. full.Scale.Select(_ => 1f)], Offset = new float[full.Offset.Length] };
    }

    private static (GraphRunner Stage, GraphRunner Pool)[] Runners(IReadOnlyList<int> exits, Func<int, int, byte[]> stage, Func<int, byte[]> pool) =>
        [.. exits.Select((exit, i) => (new GraphRunner(stage(i == 0 ? 0 : exits[i - 1], exit)), new GraphRunner(pool(exit))))];

    private static void Release((GraphRunner Stage, GraphRunner Pool)[] runners)
    {
        foreach (var (stage, pool) in runners)
        {
            stage.Dispose();
            pool.Dispose();
        }
    }
}
