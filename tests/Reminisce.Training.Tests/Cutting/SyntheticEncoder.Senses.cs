using Reminisce.Training.Onnx;

namespace Reminisce.Training.Tests.Cutting;

/// <summary>Pictures, sounds and motion.</summary>
internal sealed partial class SyntheticEncoder
{
    /// <summary>ViT and, with a second token for distillation, DeiT: rows per token behind a last norm.</summary>
    public static SyntheticEncoder Vit(WeightForm form = WeightForm.Float, int firstTokens = 1, int blocks = 3)
    {
        var e = new SyntheticEncoder(form);
        var pixels = e.Input("pixel_values", e.Type, "batch", 3, 32, 32);
        var hidden = e.Write.Add(e.WithFirstTokens(e.PatchTokens(pixels), pixels, firstTokens), e.Table(16 + firstTokens, Width));
        return e.Output(e.Normalize(e.PreNormBlocks(hidden, blocks)), "last_hidden_state", null, "batch", 16 + firstTokens, Width);
    }

    /// <summary>SigLIP's image side: no class token; behind the last norm a learned probe attends to all tokens.</summary>
    public static SyntheticEncoder SiglipImage(WeightForm form = WeightForm.Float, int blocks = 3)
    {
        var e = new SyntheticEncoder(form);
        var pixels = e.Input("pixel_values", e.Type, "batch", 3, 32, 32);
        var states = e.Normalize(e.PreNormBlocks(e.Write.Add(e.PatchTokens(pixels), e.Table(16, Width)), blocks));
        var probe = e.Spread(e.Weight(e.Numbers(Width, 1), 1, 1, Width), pixels, 1);
        string Part(string value, params long[] order) => e.Write.Transpose(e.Write.Node("Reshape", [e.Linear(value, Width, Width), e.Write.Vector(0, 0, Heads, Width / Heads)]), order);
        var scores = e.Write.Multiply(e.Write.MatMul(Part(probe, 0, 2, 1, 3), Part(states, 0, 2, 3, 1)), e.Scalar(0.35f));
        var mixed = e.Write.MatMul(e.Write.Node("Softmax", [scores], GraphBuilder.Attribute("axis", -1)), Part(states, 0, 2, 1, 3));
        var pooled = e.Linear(e.Write.Node("Reshape", [e.Write.Transpose(mixed, 0, 2, 1, 3), e.Write.Vector(0, 0, Width)]), Width, Width);
        pooled = e.Write.Add(pooled, e.Mlp(e.Normalize(pooled)));
        return e.Output(e.FirstRow(pooled), "pooler_output", null, "batch", Width);
    }

    /// <summary>Whisper: two convolutions over log-mel [B, bins, frames] of any length, the second halves it.</summary>
    public static SyntheticEncoder Whisper(WeightForm form = WeightForm.Float, int blocks = 3)
    {
        var e = new SyntheticEncoder(form);
        var sound = e.Input("input_features", e.Type, "batch", 16, "frames");
        string Convolve(string value, int channels, long stride)
        {
            var kernel = e.Weight(e.Numbers(Width * channels * 3, 0.2f), Width, channels, 3);
            var wide = e.Write.Node("Conv", [value, kernel], GraphBuilder.Attribute("pads", [1, 1]), GraphBuilder.Attribute("strides", [stride]));
            return e.Write.Multiply(wide, e.Write.Node("Sigmoid", [wide]));
        }

        var tokens = e.Write.Transpose(Convolve(Convolve(sound, 16, 1), Width, 2), 0, 2, 1);
        var length = e.Write.Node("Slice", [e.Write.Node("Shape", [tokens]), e.Write.Vector(1), e.Write.Vector(2)]);
        var positions = e.Write.Node("Slice", [e.Table(128, Width), e.Write.Vector(0), length, e.Write.Vector(0)]);
        return e.Output(e.Normalize(e.PreNormBlocks(e.Write.Add(tokens, positions), blocks)), "last_hidden_state", null, "batch", "tokens", Width);
    }

    /// <summary>A CLAP of one window: patches of log-mel [B, 1, frames, bins] through plain blocks, their mean projected.</summary>
    public static SyntheticEncoder ClapAudio(WeightForm form = WeightForm.Float, int blocks = 3)
    {
        var e = new SyntheticEncoder(form);
        var sound = e.Input("input_features", e.Type, "batch", 1, 24, 16);
        var kernel = e.Weight(e.Numbers(Width * 64, 0.1f), Width, 1, 8, 8);
        var patches = e.Write.Node("Conv", [sound, kernel], GraphBuilder.Attribute("strides", [8, 8]));
        var tokens = e.Write.Transpose(e.Write.Node("Reshape", [patches, e.Write.Vector(0, Width, -1)]), 0, 2, 1);
        var hidden = e.Normalize(e.PreNormBlocks(e.Write.Add(tokens, e.Table(6, Width)), blocks));
        var mean = e.Write.Node("Flatten", [e.Write.Node("GlobalAveragePool", [e.Write.Transpose(hidden, 0, 2, 1)])], GraphBuilder.Attribute("axis", 1));
        return e.Output(e.Linear(mean, Width, Dimensions), "audio_embeds", null, "batch", Dimensions);
    }

    /// <summary>ImageBind's side of an inertial sensor: pieces of 8 readings of 6 axes, a first token, its row projected.</summary>
    public static SyntheticEncoder Imu(WeightForm form = WeightForm.Float, int blocks = 3, int dimensions = Dimensions)
    {
        var e = new SyntheticEncoder(form);
        var motion = e.Input("imu", e.Type, "batch", 6, 32);
        var pieces = e.Write.Transpose(e.Write.Node("Reshape", [motion, e.Write.Vector(0, 6, 4, 8)]), 0, 2, 1, 3);
        var tokens = e.Normalize(e.Linear(e.Write.Node("Reshape", [pieces, e.Write.Vector(0, 4, 48)]), 48, Width));
        var hidden = e.Write.Add(e.WithFirstTokens(tokens, motion, 1), e.Table(5, Width));
        var row = e.FirstRow(e.Normalize(e.PreNormBlocks(hidden, blocks)));
        return e.Output(e.Linear(row, Width, dimensions), "imu_embeds", null, "batch", dimensions);
    }

    /// <summary>Swin and HTSAT: blocks that attend in windows, and between two of them four tokens become one.</summary>
    public static SyntheticEncoder Swin()
    {
        var e = new SyntheticEncoder();
        var pixels = e.Input("pixel_values", 1, "batch", 3, 32, 32);
        var hidden = e.Windowed(e.Windowed(e.PatchTokens(pixels), 4), 4);
        hidden = e.Linear(e.Write.Node("Reshape", [hidden, e.Write.Vector(0, 4, 4 * Width)]), 4 * Width, Width);
        e.Model.Graph.Node[^1].Name = "/layers.0/downsample/Add";
        hidden = e.Normalize(e.PreNormBlocks(hidden, 2));
        return e.Output(hidden, "last_hidden_state", null, "batch", 4, Width);
    }

    private string Windowed(string hidden, int windows)
    {
        var parts = Write.Node("Reshape", [Normalize(hidden), Write.Vector(-1, 16 / windows, Width)]);
        var attended = Write.Add(hidden, Write.Node("Reshape", [Attention(parts, null), Write.Vector(-1, 16, Width)]));
        return Write.Add(attended, Mlp(Normalize(attended)));
    }

    /// <summary>16 tokens of a picture of 32 x 32.</summary>
    private string PatchTokens(string pixels)
    {
        var kernel = Weight(Numbers(Width * 3 * 64, 0.1f), Width, 3, 8, 8);
        var patches = Write.Node("Conv", [pixels, kernel], GraphBuilder.Attribute("strides", [8, 8]));
        return Write.Transpose(Write.Node("Reshape", [patches, Write.Vector(0, Width, -1)]), 0, 2, 1);
    }

    private string WithFirstTokens(string tokens, string content, int count) =>
        Write.Node("Concat", [Spread(Weight(Numbers(count * Width, 1), 1, count, Width), content, count), tokens], GraphBuilder.Attribute("axis", 1));

    private string Spread(string row, string content, int count)
    {
        var batch = Write.Node("Gather", [Write.Node("Shape", [content]), Write.Vector(0)], GraphBuilder.Attribute("axis", 0));
        return Write.Node("Expand", [row, Write.Node("Concat", [batch, Write.Vector(count, Width)], GraphBuilder.Attribute("axis", 0))]);
    }

    private string FirstRow(string states) =>
        Write.Node("Flatten", [Write.Node("Gather", [states, Write.Vector(0)], GraphBuilder.Attribute("axis", 1))], GraphBuilder.Attribute("axis", 1));
}
