namespace Reminisce.Training.Mini;

/// <summary>Caption-to-image recall of one exit on the dev split.</summary>
internal sealed record DevRow(int Layer, int Images, int Captions, double Recall1, double Recall5, double Recall10);
