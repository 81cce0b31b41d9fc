namespace Reminisce.Encoders;

/// <summary>The layers between two exits of a tower, as one ONNX graph.</summary>
/// <param name="FromLayer">Layers that ran before this stage, from 0.</param>
/// <param name="ToLayer">Layers that have run after this stage; always an exit.</param>
/// <param name="File">The graph, a path inside the pack.</param>
public sealed record PackStage(int FromLayer, int ToLayer, string File);
