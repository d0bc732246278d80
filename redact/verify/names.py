"""The vocabulary of PDF itself: names that say nothing about a document, and keys that may not stand in a burnt file.

A person may be called Font or Pages. A name object that PDF 32000 (or a font) defines is therefore never taken for a
text; every other name is.
"""

from __future__ import annotations

import re


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


STANDARD = _words(
    """
    A85 ADBE AESV2 AESV3 AFRelationship AHx AIS AML AS ASCII85Decode ASCIIHexDecode AbsoluteColorimetric
    Accepted AcroForm Action ActualText Adobe Afterwards All AllOff AllOn AllPages Alpha Alphabetic Alt
    Alternate AlternateSpace Alternates Annot Annotation Annots AntiAlias AnyOff AnyOn AppDefault Art ArtBox
    Article Artifact Ascent Aside Attached Attachment AuthEvent Author AvgWidth BBox BG2 BM BMP BPC Background
    BackgroundColor BarcodePlaintext BaseEncoding BaseFont BaseState BaseVersion BibEntry Bibliography
    BitsPerComponent BitsPerCoordinate BitsPerFlag BitsPerSample Bl Black BlackIs1 BlackPoint BleedBox Blend
    Blinds Block BlockAlign BlockQuote Blue Border BorderColor BorderStyle BorderThickness Both Bottom Bounds
    Box Btn ByteRange CCF CCITTFaxDecode CFM CIDFontType0 CIDFontType0C CIDFontType2 CIDInit CIDSet
    CIDSystemInfo CIDToGIDMap CMYK CMap CMapName CO CS CSP CalCMYK CalGray CalRGB Cap CapHeight Caption Caret
    Catalog Category Center CenterWindow CharProcs CharSet Chart ClassMap Code ColSpan Collection Color
    ColorBurn ColorDodge ColorSpace ColorTransform Colorants Colors Column ColumnCount ColumnGap ColumnWidths
    Columns Compatible Components Config Configs ContactInfo Contents Coords Count CreationDate Creator
    CreatorInfo CropBox Crypt CryptFilter Current Cyan DA DCT DCTDecode DR DV DW2 DamagedRowsBeforeError
    Darken Dash Dashed Date Decimal Decode DecodeParms DefaultCMYK DefaultForNoMatch DefaultGray DefaultRGB
    DescendantFonts Descent Design Dest DestOutputProfile Dests DeviceCMYK DeviceColorant DeviceGray DeviceN
    DeviceRGB Diagram Difference Differences Direction Disc DisplayDocTitle Dissolve Distribute Div Doc DocMDP
    DocOpen Document DocumentFragment DocumentID Domain Dotted Double Duplex DuplexFlipLongEdge
    DuplexFlipShortEdge Dur Duration EarlyChange Em EmbeddedFile EmbeddedFiles Encode EncodedByteAlign
    Encoding Encrypt EncryptMetadata End EndIndent EndOfBlock EndOfLine Endnote Even Event ExData Exclude
    Exclusion Export ExtGState Extend Extends ExtensionLevel Extensions FDF FENote FICL FL False Ff Field
    Fields Figure FileAttachment Filespec Filter First FirstChar FirstPage Fit FitB FitBH FitBV FitH FitR FitV
    FitWindow FixedPrint Fl Flags Flate FlateDecode Fo Font FontBBox FontDescriptor FontFamily FontFauxing
    FontFile FontFile2 FontFile3 FontMatrix FontName FontStretch FontWeight Footer Footnote Form FormType
    Formula FreeText FrontMatter FullScreen Function FunctionType Functions GTS GTS_PDFA1 GTS_PDFX Gamma
    GlyphOrientationVertical GoTo GoToE GoToR Gray Green Groove Group HalfTone Halftone HalftoneName
    HalftoneType HardLight Head Header Headers Height Hex Hexadecimal Hid Hide HideMenubar HideToolbar
    HideWindowUI Highlight Hue ICCBased IDTree IM ISO_PDF Icon Identity Identity-H Identity-V Image ImageB
    ImageC ImageI ImageMask Index Indexed Info Ink InkList Inks Inline InlineAlign InlineShape Insert Inset
    Int Intent Interpolate InvertedDouble ItalicAngle JBIG2Decode JBIG2Globals JPXDecode JavaScript Justify K1
    Keywords Kids LBody LC LE LL LLE LLO LW LZW LZWDecode Lab Label LakLabel Lang Language Last LastChar
    LastIndex LastModified LastPage Launch Layout Lbl Leading Left Legal Length Length1 Length2 Length3 Level1
    Lighten Limits Line LineHeight LineThickness LineThrough Linearized Link List ListMode ListNumbering
    Location Lock LowerAlpha LowerRoman LrTb Luminosity MCD MCID MCR MMType1 MacExpertEncoding
    MacRomanEncoding Magenta MarkInfo Marked Marker Mask Matrix Matte MaxLen MaxWidth Measure MediaBox
    Metadata Middle MissingWidth MixingHints ModDate Movie MultipleWindows Multiply Mutable NChannel Name
    Named Names NeedAppearances NeedsRendering NewWindow Next NextPage NonEFontNoWarn NonFullScreenPageMode
    NonStruct None Normal Not Note NumCopies Number Nums OBJR OCG OCGs OCMD OCProperties OFF OPM Obj ObjStm
    Odd Off On OneColumn Online Open OpenAction OpenType Opt Order Ordered Ordering Outline Outlines
    OutputCondition OutputConditionIdentifier OutputIntent OutputIntents Outset Overlay Overline PCM PDF
    PDFDocEncoding PPK PTEX Padding Page PageElement PageLabel PageLabels PageLayout PageMode PageNum
    PageStart Pages Pagination PaintType Panose PaperMetaData Paragraph Params Parent ParentTree
    ParentTreeNextKey Part Pattern PatternType Perceptual Perms PieceInfo Placement PolyLine PolyLineDimension
    Polygon PolygonCloud PolygonDimension Popup Portrait PostScript Predictor Prefix PresSteps PreserveRB Prev
    PrevPage Preview Print PrintArea PrintClip PrintPageRange PrintScaling PrintState Private ProcSet Process
    Producer Projection Prop_Build Properties Push QuadPoints Quote RBGroups RGB RI Range ReDe Reason Reasons
    Recipients Rect Red Redact Ref Reference Registry RegistryName Rejected RelativeColorimetric Rendition
    Renditions Required ResetForm Resources Ridge Right Role RoleMap Root Rotate RowSpan Rows RtTb Ruby
    RubyAlign RubyPosition RunLengthDecode SMask SMaskInData Saturation Schema Scope Scr Screen Sect
    Separation SeparationColorNames SeparationInfo SetOCGState Shading ShadingType SieveDIA Sig SigFieldLock
    Signature Signed Simplex SinglePage Size Size1 Slide SoftLight Solid Sort Sound SourceModified Space
    SpaceAfter SpaceBefore Span SpawnTemplate Spot SpotFunction Square Squiggly Stamp Standard
    StandardEncoding Start StartIndent StartNextPage State StateModel Status StdCF StemH StemV Stm StmF StrF
    StrikeOut Strikeout Strong StructElem StructParent StructParents StructTreeRoot Style Sub SubFilter Subj
    Subject SubmitForm Subscript Subtitle Subtype Summary Superscript Supplement Suspect Suspects Symbol TBody
    TBorderStyle TD TFoot TH THead TOC TOCI TPadding TR TR2 Table Tabs TbRl Template Templates Text TextAlign
    TextDecorationColor TextDecorationThickness TextDecorationType TextIndent Textbox Threads Thumb TilingType
    TimeStamp Times Title ToUnicode Toggle ToggleNoView Top Trans TransferFunction Transitions Transparency
    TrapNet TrapStyles Trapped TrimBox True TrueType TrueTypeFonts TwoColumnLeft TwoColumnRight TwoPageLeft
    TwoPageRight Type Type0 Type1 Type1C Type3 UCR UCR2 URI URIS URL Unchanged Underline Unknown UpperAlpha
    UpperRoman Usage UseAttachments UseCMap UseNone UseOC UseOutlines UseThumbs User UserProperties UserUnit
    VeriSign Version Vertices View ViewArea ViewClip ViewState ViewerPreferences Viewport Volatile Volume
    WMode Warichu WarichuText Watermark Weight WhitePoint Widget Width Widths Win WinAnsiEncoding WinCharSet
    Windows Wipe Worksheet WritingMode XFA XHeight XML XObject XRef XRefStm XStep XYZ Xobject YStep Yellow Yes
    Zoom
    """
)
"""Names that ISO 32000 gives a meaning, as far as they have three letters or more."""

FONT_WORDS = _words(
    """
    Aptos Arial Baskerville Batang Black Bodoni Bold Book Bookman Caladea Calibri Cambria Candara Carlito Century
    Cond Condensed Consolas Constantia Corbel Courier DejaVu Demi DemiBold Display Dotum Extended Extra ExtraBold
    Franklin Frutiger Futura Garamond Georgia Gill Gothic Gulim Heavy Helvetica Impact Ital Italic Liberation
    Libertinus Light Lucida MT Medium Minion
    Mono Myriad Narrow New Noto Oblique Optima PSMT Palatino Pro Regular Rijksoverheid Rockwell Roman Sans
    Roboto Rounded Schoolbook Segoe SemiBold Semibold Serif Standard Std Symbol Tahoma Text Thin Times Trade Trebuchet
    Ultra
    Unicode Univers Verdana Wingdings ZapfDingbats
    """
)
"""Words of font names that may be a person's name too."""

FONT_KEYS = frozenset({"BaseFont", "FontName", "FontFamily", "CMapName"})
RESOURCE_KEYS = _words(
    """
    CharProcs ClassMap ColorSpace Colorants ExtGState Font Pattern Properties RoleMap Shading XObject
    """
)
"""Dictionaries whose keys are free names."""

CATALOG_KEYS = _words(
    """
    Dests Extensions Lang MarkInfo Metadata Names Outlines OutputIntents PageLabels PageLayout PageMode Pages
    StructTreeRoot Type Version ViewerPreferences
    """
)
PAGE_KEYS = _words(
    """
    Annots ArtBox BleedBox Contents CropBox Group LastModified MediaBox Parent Resources Rotate StructParents
    Tabs TrimBox Type UserUnit
    """
)
INFO_KEYS = _words(
    """
    Author CreationDate Creator Keywords ModDate Producer Subject Title Trapped
    """
)
NAME_TREES = frozenset({"Dests"})

FORBIDDEN_KEYS = _words(
    """
    AA AF AcroForm Alternates Collection DSS EF EmbeddedFiles JS JavaScript Legal OCProperties OPI OpenAction
    PTEX.FileName PTEX.InfoDict PTEX.PageNumber Perms PieceInfo RichMediaContent RichMediaSettings SpiderInfo
    Threads Thumb XFA
    """
)
"""Keys that may stand nowhere but as a resource name: they carry what no reader sees."""

FORBIDDEN_TYPES = frozenset({"EmbeddedFile", "Filespec", "OCG", "OCMD", "Sig", "3D", "RichMedia"})
"""Values of /Type that may not stand anywhere."""

XMP_NAMESPACES = frozenset(
    {
        "adobe:ns:meta/",
        "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
        "http://www.w3.org/XML/1998/namespace",
        "http://purl.org/dc/elements/1.1/",
        "http://ns.adobe.com/pdf/1.3/",
        "http://ns.adobe.com/xap/1.0/",
        "http://ns.adobe.com/xap/1.0/mm/",
        "http://ns.adobe.com/xap/1.0/sType/ResourceEvent#",
        "http://ns.adobe.com/xap/1.0/t/pg/",
        "http://ns.adobe.com/xap/1.0/rights/",
        "http://www.aiim.org/pdfa/ns/id/",
        "http://www.aiim.org/pdfua/ns/id/",
        "http://www.aiim.org/pdfa/ns/extension/",
        "http://www.aiim.org/pdfa/ns/schema#",
        "http://www.aiim.org/pdfa/ns/property#",
    }
)

_SUBSET = re.compile(r"^[A-Z]{6}\+")


def font_words(name: str) -> str:
    """A font name without its subset tag and without words that fonts are called by."""
    words = re.split(r"[^A-Za-z0-9]+", _SUBSET.sub("", name))
    return " ".join(word for word in words if not _is_font_word(word))


def _is_font_word(word: str) -> bool:
    """Whether fonts are called so: 'Lucida', 'LucidaSans'."""
    return word in FONT_WORDS or all(part in FONT_WORDS for part in re.findall(r"[A-Z]*[a-z]+|[A-Z]+|\d+", word))
